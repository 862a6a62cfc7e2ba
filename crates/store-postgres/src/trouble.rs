use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use wellhead_core::store::Hindrance;

/// What keeps writes from being made, as far as the last of them have found out. A short question to the server does not tell.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    met: Mutex<Option<Hindrance>>,
    is_shut: AtomicBool,
    commits_hang: AtomicBool,
}

impl Trouble {
    /// What the last write that was not refused has met.
    pub(crate) fn meet(&self, hindrance: Option<Hindrance>) {
        *self.met.lock().unwrap_or_else(PoisonError::into_inner) = hindrance;
    }

    pub(crate) fn met(&self) -> Option<Hindrance> {
        *self.met.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last connection that was wanted for writes could not be opened, or could.
    pub(crate) fn shut(&self, is_shut: bool) {
        self.is_shut.store(is_shut, Ordering::Relaxed);
    }

    pub(crate) fn is_shut(&self) -> bool {
        self.is_shut.load(Ordering::Relaxed)
    }

    /// The last commit was not answered in time, or was, or has ended since.
    pub(crate) fn commits_hang(&self, hang: bool) {
        self.commits_hang.store(hang, Ordering::Relaxed);
    }

    pub(crate) fn do_commits_hang(&self) -> bool {
        self.commits_hang.load(Ordering::Relaxed)
    }
}
