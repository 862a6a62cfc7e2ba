use std::sync::atomic::{AtomicBool, Ordering};

/// What keeps writes from being made, as far as the last of them have found out. A short question to the server does not tell.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    is_full: AtomicBool,
    is_shut: AtomicBool,
    commits_hang: AtomicBool,
}

impl Trouble {
    /// The last write that was not refused found the disk full, or not.
    pub(crate) fn full(&self, is_full: bool) {
        self.is_full.store(is_full, Ordering::Relaxed);
    }

    pub(crate) fn is_full(&self) -> bool {
        self.is_full.load(Ordering::Relaxed)
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
