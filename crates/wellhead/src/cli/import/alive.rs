//! How a later import can tell that the process which opened a run is gone: that process held a lock on a file, and
//! the operating system releases it however the process ends.
//!
//! This works only for processes of the same machine and user. Others leave no such file here.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::PathBuf;

use tempfile::NamedTempFile;
use wellhead_core::id::SyncRunId;

/// A run that this process is working on.
pub(super) struct Alive {
    path: PathBuf,
    /// Locked as long as it is open.
    _file: File,
}

impl Alive {
    /// Marks the run as alive.
    pub(super) fn new(run: SyncRunId) -> io::Result<Self> {
        let path = path(run);
        let file = NamedTempFile::new()?;
        // Lock it before it gets the name that others look for.
        file.as_file().try_lock()?;
        let file = file.persist_noclobber(&path)?;
        Ok(Self { path, _file: file })
    }

    /// The run is closed: removes the file.
    pub(super) fn end(self) {
        fs::remove_file(self.path).ok();
    }
}

/// Whether `run` was opened by an import of this machine and user that is gone.
pub(super) fn is_gone(run: SyncRunId) -> bool {
    let path = path(run);
    let Ok(file) = File::open(&path) else {
        return false;
    };
    let is_gone = is_own(&file)
        && !matches!(
            file.try_lock(),
            Err(TryLockError::WouldBlock | TryLockError::Error(_))
        );
    if is_gone {
        fs::remove_file(path).ok();
    }
    is_gone
}

fn path(run: SyncRunId) -> PathBuf {
    std::env::temp_dir().join(format!("wellhead-import-{run}"))
}

/// Whether this user owns the file: others may write to the same directory.
#[cfg(unix)]
fn is_own(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;

    let user = rustix::process::geteuid().as_raw();
    file.metadata().is_ok_and(|metadata| metadata.uid() == user)
}

#[cfg(not(unix))]
fn is_own(_: &File) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use wellhead_core::host::{Host, mint};

    use super::*;
    use crate::host::SystemHost;

    #[test]
    fn a_process_that_releases_its_lock_is_gone() {
        let run = mint(&SystemHost, SystemHost.now());
        assert!(!is_gone(run), "nobody says so");
        let alive = Alive::new(run).unwrap();
        assert!(!is_gone(run));
        assert!(Alive::new(run).is_err(), "one at a time");
        let path = alive.path.clone();
        // As if it were killed.
        drop(alive);
        assert!(is_gone(run));
        assert!(!path.exists(), "it is told once");
        assert!(!is_gone(run));
    }

    #[test]
    fn a_closed_run_leaves_no_file() {
        let run = mint(&SystemHost, SystemHost.now());
        let alive = Alive::new(run).unwrap();
        let path = alive.path.clone();
        alive.end();
        assert!(!path.exists());
        assert!(!is_gone(run));
    }
}
