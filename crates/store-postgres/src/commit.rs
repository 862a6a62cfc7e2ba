//! The end of a transaction. Its commit waits for the server's disk, and for a standby if the server is told to: no timeout of a statement
//! counts there.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::Transaction;
use tokio::time::timeout;
use wellhead_core::store::StoreError;

use crate::alarm::Alarm;
use crate::error::unavailable;
use crate::trouble::Trouble;

/// How long the answer to a commit is waited for.
const AT_MOST: Duration = Duration::from_secs(10);

/// How far one transaction is; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Commit {
    has_begun: Arc<AtomicBool>,
    is_asked: Arc<AtomicBool>,
    is_late: Arc<AtomicBool>,
    alarm: Alarm,
    /// How often the alarm had been raised before.
    raised: u64,
    trouble: Arc<Trouble>,
}

impl Commit {
    pub(crate) fn new(alarm: Alarm, trouble: Arc<Trouble>) -> Self {
        Self {
            has_begun: Arc::default(),
            is_asked: Arc::default(),
            is_late: Arc::default(),
            raised: alarm.number(),
            alarm,
            trouble,
        }
    }

    /// The server has answered that the transaction has begun.
    pub(crate) fn begun(&self) {
        self.has_begun.store(true, Ordering::Relaxed);
    }

    /// It is asked to commit now. From now on it may take effect, whatever becomes of the answer.
    pub(crate) fn ask(&self) {
        self.is_asked.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_asked(&self) -> bool {
        self.is_asked.load(Ordering::Relaxed)
    }

    /// Commits the transaction. Fails twice: if there is no answer, and if it is an error.
    pub(crate) async fn make(
        &self,
        transaction: Transaction<'_>,
    ) -> Result<Result<(), tokio_postgres::Error>, StoreError> {
        self.begun();
        self.ask();
        self.answer(transaction.commit()).await
    }

    /// What the server answers to `work`, the last of which is the commit. A server that only takes long with this is no silent one,
    /// so nothing else is given up with it.
    pub(crate) async fn answer<T, E>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<Result<T, E>, StoreError> {
        let has_begun = || self.has_begun.load(Ordering::Relaxed);
        let work = self.alarm.unless_silent(has_begun, work);
        let Ok(answer) = timeout(AT_MOST, work).await else {
            self.is_late.store(true, Ordering::Relaxed);
            tracing::warn!(
                "a commit has no answer after {} s, though the server answers others: see whether it waits for a standby or for its \
                 disk (wait_event in pg_stat_activity)",
                AT_MOST.as_secs()
            );
            return Err(self.ended_by(unavailable("the commit takes too long")));
        };
        answer.map_err(|silent| self.ended_by(silent))
    }

    /// What to say of the error that ended the transaction: without an answer to the commit, nobody knows whether it was made.
    pub(crate) fn ended_by(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Unavailable(why) if self.is_asked() => StoreError::CommitUnknown(why),
            error => error,
        }
    }

    /// Waits for the commit to end one way or the other, of which `next`, asked behind it on its connection, tells.
    pub(crate) async fn end<T>(&self, next: impl Future<Output = T>) {
        let mut ended = pin!(async {
            tokio::select! {
                _ = next => {}
                () = self.alarm.raised_after(self.raised) => {}
            }
        });
        // Whoever asked for it may have left before it was late.
        let is_late = self.is_late.load(Ordering::Relaxed);
        if is_late || timeout(AT_MOST, ended.as_mut()).await.is_err() {
            let _hangs = self.trouble.hanging_commit();
            ended.await;
        }
    }
}
