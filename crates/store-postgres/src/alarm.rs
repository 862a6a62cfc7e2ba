//! Word that the server says nothing. Whatever waits for it on another connection would wait in vain, too.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;
use wellhead_core::store::StoreError;

use crate::error::unavailable;
use crate::hosts::Hosts;

/// How long an answer is waited for before a stranger asks the server.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a stranger waits on behalf of work that may take hours. A busy server keeps it waiting for a moment, and should not undo so much.
const LONG_PATIENCE: Duration = Duration::from_secs(10);

/// One for all connections to a database; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Alarm {
    raised: watch::Sender<u64>,
    hosts: Arc<Hosts>,
}

impl Alarm {
    pub(crate) fn new(hosts: Hosts) -> Self {
        Self {
            raised: watch::Sender::default(),
            hosts: Arc::new(hosts),
        }
    }

    /// The server says nothing: all that waits for it is given up, and all connections are opened anew.
    pub(crate) fn raise(&self) {
        tracing::warn!(
            "the database says nothing; what waits for it is given up, and connections are opened anew"
        );
        self.raised.send_modify(|number| *number += 1);
    }

    /// How often it was raised. A connection from before the last time is of no use.
    pub(crate) fn number(&self) -> u64 {
        *self.raised.borrow()
    }

    /// Waits until it was raised more often than `number` times.
    pub(crate) async fn raised_after(&self, number: u64) {
        // It cannot be closed meanwhile: this is one of its senders.
        self.raised
            .subscribe()
            .wait_for(|raised| *raised > number)
            .await
            .ok();
    }

    /// The result of `work`, unless the alarm is raised before.
    pub(crate) async fn unless_raised<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let number = self.number();
        // Work is large, and would be moved from future to future.
        let work = Box::pin(work);
        tokio::select! {
            biased;
            done = work => done,
            () = self.raised_after(number) => Err(silent()),
        }
    }

    /// The result of `work`, however long it takes. While it does, strangers ask the server now and then, and if they get no answer, either, or
    /// `has_begun` says that not even a transaction has begun, the alarm is raised.
    pub(crate) async fn unless_silent<T>(
        &self,
        has_begun: impl Fn() -> bool,
        work: impl Future<Output = T>,
    ) -> Result<T, StoreError> {
        let server = self.hosts.last();
        let is_heard = || async { self.hosts.answers(server).await && has_begun() };
        self.while_heard(is_heard, work).await
    }

    /// The same for work that may rightly take hours: only a server that keeps strangers waiting for long is silent.
    pub(crate) async fn unless_gone<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> Result<T, StoreError> {
        let server = self.hosts.last();
        let is_heard = || self.hosts.answers_within(server, LONG_PATIENCE);
        self.while_heard(is_heard, work).await
    }

    /// The result of `work`, unless the alarm is raised before. It is raised once `is_heard`, which is asked now and then, says no.
    async fn while_heard<T, H: Future<Output = bool>>(
        &self,
        is_heard: impl Fn() -> H,
        work: impl Future<Output = T>,
    ) -> Result<T, StoreError> {
        let listen = pin!(async {
            loop {
                sleep(PATIENCE).await;
                // To open a connection is large, and rare.
                if !Box::pin(is_heard()).await {
                    return self.raise();
                }
            }
        });
        let work = self.unless_raised(async { Ok(work.await) });
        tokio::select! {
            biased;
            done = work => done,
            () = listen => Err(silent()),
        }
    }
}

fn silent() -> StoreError {
    unavailable("the database says nothing")
}
