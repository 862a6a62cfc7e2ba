//! Which files they are, whatever their names: a connection goes on working on a file that was renamed, deleted or replaced, and what
//! is written there is lost.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use rusqlite::Connection;
use wellhead_core::store::StoreError;

use crate::log;

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

/// The files beside a database: what is committed is in the first, and where in it is in the second, until it is copied into the database.
/// They stay as long as a connection has them open.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Where a database is, and of which files it consists.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    file: FileId,
    /// Those in [`BESIDE`], once the writer has opened them.
    beside: Mutex<Option<[FileId; BESIDE.len()]>>,
}

impl Place {
    pub(crate) fn new(path: &Path, file: FileId) -> Self {
        Self {
            path: path.to_owned(),
            file,
            beside: Mutex::default(),
        }
    }

    /// Lets `write` do something over the connection that writes. It is to ask now and then whether the files are all there; if the
    /// log is not, what was acknowledged is saved from it while the connection still has it open.
    pub(crate) fn watch<T>(
        &self,
        connection: &mut Connection,
        write: impl FnOnce(&mut Connection, &Watch<'_>) -> T,
    ) -> T {
        let beside = || self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken meanwhile: a panic closes the connection, and the next one may open other files.
        let watch = Watch {
            place: self,
            beside: beside().take(),
        };
        let done = write(connection, &watch);
        if watch.log_still_there().is_err() {
            self.save(connection);
        }
        let known = watch.beside;
        *beside() = known.or_else(|| self.find_beside().ok());
        done
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses to go on if the database is another file by now, or nowhere.
    pub(crate) fn is_there(&self) -> Result<(), StoreError> {
        self.file.still_at(&self.path)
    }

    fn find_beside(&self) -> io::Result<[FileId; BESIDE.len()]> {
        let [log, index] = BESIDE.map(|end| FileId::of(&log::beside(&self.path, end)));
        Ok([log?, index?])
    }

    /// Copies what is in the open log into the database.
    fn save(&self, connection: &Connection) {
        let path = self.path.display();
        match log::save(connection) {
            Ok(()) => tracing::error!(
                "the log {path}-wal was moved, deleted or replaced; all that was acknowledged is in {path}. Stop wellhead and \
                 start it again"
            ),
            Err(error) => tracing::error!(
                %error,
                "the log {path}-wal was moved, deleted or replaced, and is not yet copied into {path}: do not kill wellhead, stop it"
            ),
        }
    }
}

/// Whether the files of a [`Place`] are those that the writer has open.
pub(crate) struct Watch<'p> {
    place: &'p Place,
    beside: Option<[FileId; BESIDE.len()]>,
}

impl Watch<'_> {
    /// Refuses to go on unless they are.
    pub(crate) fn still_there(&self) -> Result<(), StoreError> {
        self.place.is_there()?;
        self.log_still_there()
    }

    fn log_still_there(&self) -> Result<(), StoreError> {
        for (file, end) in self.beside.iter().flatten().zip(BESIDE) {
            file.still_at(&log::beside(&self.place.path, end))?;
        }
        Ok(())
    }
}
