//! Word that the server says nothing. Whatever waits for it on another connection would wait in vain, too.

use tokio::sync::watch;
use wellhead_core::store::StoreError;

use crate::error::unavailable;

/// One for all connections to a database; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alarm(watch::Sender<u64>);

impl Alarm {
    /// The server says nothing: all that waits for it is given up, and all connections are opened anew.
    pub(crate) fn raise(&self) {
        tracing::warn!(
            "the database says nothing; what waits for it is given up, and connections are opened anew"
        );
        self.0.send_modify(|number| *number += 1);
    }

    /// How often it was raised. A connection from before the last time is of no use.
    pub(crate) fn number(&self) -> u64 {
        *self.0.borrow()
    }

    /// The result of `work`, unless the alarm is raised before.
    pub(crate) async fn unless_raised<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut raised = self.0.subscribe();
        // Work is large, and would be moved from future to future.
        let work = Box::pin(work);
        tokio::select! {
            biased;
            done = work => done,
            _ = raised.changed() => Err(unavailable("the database says nothing on another connection")),
        }
    }
}
