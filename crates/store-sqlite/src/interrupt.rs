//! Work on another thread that is stopped when nobody waits for it any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::ffi::SQLITE_INTERRUPT;

use crate::error::failure;

/// How many steps SQLite's machine makes between two looks whether it should go on: less than a millisecond.
const STEPS: u64 = 1_000;

/// Whether some work is over: done, or no longer wanted.
#[derive(Clone, Default)]
pub(crate) struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// Does `work`, which ends early if it is [interrupted](Interrupting), or with `None` if it takes more steps than `most`. The
    /// work looks by itself, because SQLite forgets an interruption from outside that comes between two statements.
    pub(crate) fn during<T>(
        &self,
        connection: &Connection,
        most: Option<u64>,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        if self.is_over() {
            return Err(interrupted());
        }
        let exhausted = Arc::new(AtomicBool::new(false));
        let (work_of, exhausts) = (self.clone(), Arc::clone(&exhausted));
        let mut looks = most.map_or(u64::MAX, |steps| steps / STEPS);
        let has_to_end = move || {
            looks = looks.saturating_sub(1);
            if looks == 0 {
                exhausts.store(true, Ordering::Relaxed);
            }
            looks == 0 || work_of.is_over()
        };
        connection.progress_handler(i32::try_from(STEPS).unwrap_or(i32::MAX), Some(has_to_end))?;
        let done = work(connection);
        // From here on the connection works for someone else.
        connection.progress_handler(0, None::<fn() -> bool>)?;
        match done {
            Err(_) if exhausted.load(Ordering::Relaxed) => Ok(None),
            done => done.map(Some),
        }
    }

    fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What SQLite says of work that was interrupted.
pub(crate) fn interrupted() -> rusqlite::Error {
    failure(SQLITE_INTERRUPT, None)
}

/// Interrupts the work, or keeps it from beginning, when it is dropped.
pub(crate) struct Interrupting(pub(crate) Interruption);

impl Drop for Interrupting {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}
