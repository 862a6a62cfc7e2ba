use std::sync::atomic::{AtomicBool, Ordering};

use wellhead_core::store::StoreError;

/// Whether a transaction was asked to commit. From then on it may take effect, whatever becomes of the answer.
#[derive(Debug, Default)]
pub(crate) struct Commit(AtomicBool);

impl Commit {
    /// It is asked now.
    pub(crate) fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// What to say of the error that ended the transaction: without an answer to the commit, nobody knows whether it was made.
    pub(crate) fn ended_by(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::Unavailable(why) if self.0.load(Ordering::Relaxed) => {
                StoreError::CommitUnknown(why)
            }
            error => error,
        }
    }
}
