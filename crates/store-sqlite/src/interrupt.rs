//! Work on another thread that is stopped when nobody waits for it any more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::ffi::SQLITE_INTERRUPT;
use rusqlite::{Connection, InterruptHandle};

use crate::error::failure;

/// Where some work stands.
#[derive(Clone, Default)]
pub(crate) struct Interruption(Arc<Mutex<State>>);

#[derive(Default)]
enum State {
    #[default]
    NotBegun,
    Working(InterruptHandle),
    /// Done, or no longer wanted.
    Over,
}

impl Interruption {
    /// Does `work`, which ends early if it is [interrupted](Interrupting).
    pub(crate) fn during<T>(
        &self,
        connection: &Connection,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        {
            let mut state = self.state();
            if matches!(*state, State::Over) {
                return Err(failure(SQLITE_INTERRUPT, None));
            }
            *state = State::Working(connection.get_interrupt_handle());
        }
        let done = work(connection);
        // From here on the connection may be at work for someone else.
        *self.state() = State::Over;
        done
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Interrupts the work, or keeps it from beginning, when it is dropped.
pub(crate) struct Interrupting(pub(crate) Interruption);

impl Drop for Interrupting {
    fn drop(&mut self) {
        let mut state = self.0.state();
        if let State::Working(handle) = &*state {
            handle.interrupt();
        }
        *state = State::Over;
    }
}
