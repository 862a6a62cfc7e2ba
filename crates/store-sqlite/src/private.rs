//! Who may read the file: its owner. It has names, and hashes of keys.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// Creates an empty file for its owner alone. SQLite takes that for an empty database, and gives the files beside it, `-wal`
/// and `-shm`, the mode of the database.
///
/// A file that is there is not even opened: closing it would release the locks of this process's connections.
pub(crate) fn create(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map(drop),
    }
}

/// Whether the file's group or everybody may read it. Only Unix tells.
pub(crate) fn is_readable_by_others(path: &Path) -> bool {
    #[cfg(unix)]
    if let Ok(file) = path.metadata() {
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.permissions());
        return mode & 0o044 != 0;
    }
    let _ = path;
    false
}
