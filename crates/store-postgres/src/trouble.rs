use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use wellhead_core::store::Hindrance;

/// What keeps writes from being made, as far as the last of them have found out. A short question to the server does not tell.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    met: Mutex<Option<Hindrance>>,
    is_shut: AtomicBool,
    hanging_commits: AtomicUsize,
}

impl Trouble {
    /// A write has succeeded. It may have written nothing, so whether there is room is not known.
    pub(crate) fn succeeded(&self) {
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        met.take_if(|met| *met != Hindrance::Full);
    }

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

    /// A commit was not answered in time, and has not ended until this is dropped.
    pub(crate) fn hanging_commit(self: &Arc<Self>) -> Hanging {
        self.hanging_commits.fetch_add(1, Ordering::Relaxed);
        Hanging(Arc::clone(self))
    }

    pub(crate) fn do_commits_hang(&self) -> bool {
        self.hanging_commits.load(Ordering::Relaxed) > 0
    }
}

/// A commit without an answer.
#[derive(Debug)]
pub(crate) struct Hanging(Arc<Trouble>);

impl Drop for Hanging {
    fn drop(&mut self) {
        self.0.hanging_commits.fetch_sub(1, Ordering::Relaxed);
    }
}
