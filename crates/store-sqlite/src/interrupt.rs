//! Work on another thread that is stopped when nobody waits for it any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::ffi::SQLITE_INTERRUPT;

use crate::error::failure;

/// How many steps SQLite's machine makes between two looks whether it should go on: less than a millisecond.
const STEPS: i32 = 1_000;

/// Whether some work is over: done, or no longer wanted.
#[derive(Clone, Default)]
pub(crate) struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// Does `work`, which ends early if it is [interrupted](Interrupting). The work looks by itself, because SQLite forgets an
    /// interruption from outside that comes between two statements.
    pub(crate) fn during<T>(
        &self,
        connection: &Connection,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        if self.is_over() {
            return Err(failure(SQLITE_INTERRUPT, None));
        }
        let work_of = self.clone();
        connection.progress_handler(STEPS, Some(move || work_of.is_over()))?;
        let done = work(connection);
        // From here on the connection works for someone else.
        connection.progress_handler(0, None::<fn() -> bool>)?;
        done
    }

    fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Interrupts the work, or keeps it from beginning, when it is dropped.
pub(crate) struct Interrupting(pub(crate) Interruption);

impl Drop for Interrupting {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}
