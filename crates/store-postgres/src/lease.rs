use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Client, ClientWrapper, Object};
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout};
use wellhead_core::measured::DATABASE;
use wellhead_core::store::shares::Share;

use crate::commit::Commit;
use crate::pool::Pool;

/// How long it may take to cancel a statement. A frozen server says nothing to that, either.
const CANCEL: Duration = Duration::from_secs(3);

/// How long a commit that nobody waits for keeps its connection.
const HANGING: Duration = Duration::from_hours(1);

/// A connection that nobody else uses meanwhile.
///
/// If it is dropped while something that it was asked is unanswered, because the request is gone, the statement is cancelled and the
/// connection closed: back in the pool it would make the next request wait for an answer that nobody wants.
///
/// A commit is not cancelled: the server has made it, and would only show it before a standby has it. Nor would it end with its
/// connection. So that keeps its place in the pool, or those that hang would take all of the server's.
pub(crate) struct Lease {
    /// `None` only while it is dropped.
    client: Option<Client>,
    pool: Pool,
    unanswered: Mutex<Unanswered>,
    /// Given back after the connection.
    share: Option<Share>,
}

/// What it was asked and has not answered.
#[derive(Debug, Default)]
struct Unanswered {
    questions: usize,
    /// When the first of them was asked.
    since: Option<Instant>,
    /// The last transaction among them.
    commit: Option<Commit>,
}

impl Lease {
    pub(crate) fn new(client: Client, pool: Pool) -> Self {
        Self {
            client: Some(client),
            pool,
            unanswered: Mutex::default(),
            share: None,
        }
    }

    /// The same, as part of a workspace's share.
    pub(crate) fn of(mut self, share: Share) -> Self {
        self.share = Some(share);
        self
    }

    /// The connection, for good. The pool makes another in its place.
    pub(crate) fn detach(mut self) -> ClientWrapper {
        Object::take(self.client.take().expect("it is there until dropped"))
    }

    /// Where it comes from.
    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// What is sent from now on is unanswered until [`Self::answered`].
    pub(crate) fn asked(&self) {
        let mut unanswered = self.unanswered();
        unanswered.questions += 1;
        unanswered.since.get_or_insert_with(Instant::now);
    }

    /// The end of the transaction that is begun next.
    pub(crate) fn commit(&self) -> Commit {
        let commit = Commit::new(self.pool.alarm().clone(), self.pool.trouble());
        self.unanswered().commit = Some(commit.clone());
        commit
    }

    /// What was sent since [`Self::asked`] is answered, or its answer is short and on its way.
    pub(crate) fn answered(&self) {
        let mut unanswered = self.unanswered();
        unanswered.questions -= 1;
        if unanswered.questions == 0 {
            unanswered.commit = None;
            self.took(unanswered.since.take());
        }
    }

    /// How long it worked is measured, whatever came of it.
    fn took(&self, since: Option<Instant>) {
        if let Some(since) = since {
            DATABASE.took(since.elapsed(), [self.pool.purpose().as_str().into()]);
        }
    }

    fn unanswered(&self) -> MutexGuard<'_, Unanswered> {
        self.unanswered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Lease {
    type Target = Client;

    fn deref(&self) -> &Client {
        self.client.as_ref().expect("it is there until dropped")
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Client {
        self.client.as_mut().expect("it is there until dropped")
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Unanswered { since, commit, .. } = std::mem::take(&mut *self.unanswered());
        let is_answered = since.is_none();
        self.took(since);
        let Some(client) = self.client.take().filter(|_| !is_answered) else {
            return;
        };
        let share = self.share.take();
        // Without a runtime the process ends, and its connections with it.
        let Ok(runtime) = Handle::try_current() else {
            return drop(Object::take(client));
        };
        if let Some(commit) = commit.filter(Commit::is_asked) {
            runtime.spawn(async move {
                timeout(HANGING, commit.end(client.simple_query("")))
                    .await
                    .ok();
                drop((Object::take(client), share));
            });
            return;
        }
        let abandoned = Object::take(client);
        let (token, tls) = (abandoned.cancel_token(), self.pool.tls());
        drop(abandoned);
        runtime.spawn(async move {
            match timeout(CANCEL, tls.cancel(token)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::debug!(%error, "a statement that nobody waits for cannot be cancelled");
                }
                Err(_) => tracing::debug!("the server does not take a cancellation"),
            }
            drop(share);
        });
    }
}
