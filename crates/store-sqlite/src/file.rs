//! Which file it is, whatever its name: a connection goes on working on a file that was renamed, deleted or replaced, and what is
//! written there is lost.

use std::path::Path;
use std::{fs, io};

use wellhead_core::store::StoreError;

/// A file on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileId {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    number: u64,
}

impl FileId {
    /// The file that has this name now. Without Unix files have no numbers, so only that there is one is known.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let found = fs::metadata(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Ok(Self {
                device: found.dev(),
                number: found.ino(),
            })
        }
        #[cfg(not(unix))]
        {
            let _ = found;
            Ok(Self {})
        }
    }

    /// Refuses to go on if the name is another file's by now, or nobody's.
    pub(crate) fn still_at(self, path: &Path) -> Result<(), StoreError> {
        let path_of = path.display();
        let why = match Self::of(path) {
            Ok(found) if found == self => return Ok(()),
            Ok(_) => format!(
                "{path_of} is another file than the one that was opened: it was replaced. Nothing is \
                 written to either; stop wellhead, see which one is right, and start it again"
            ),
            Err(gone) => format!(
                "{path_of} is gone ({gone}): it was moved or deleted. Nothing is written; put it back, or \
                 stop wellhead and restore it"
            ),
        };
        Err(StoreError::Unavailable(why.into()))
    }
}
