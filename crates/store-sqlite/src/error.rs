use std::ffi::c_int;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_CANTOPEN;
use wellhead_core::command::Rejection;
use wellhead_core::measured;
use wellhead_core::store::{ApplyError, Hindrance, StoreError};

/// Why a file cannot be used as a ledger.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such file, and it was not to be created.
    #[error("there is no database {path}")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be opened, read or written.
    #[error("the database {path} cannot be opened")]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// It is another kind of file.
    #[error("{path} is not an SQLite database")]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// A later version of this program has migrated it.
    #[error(
        "the database {path} is newer than this program: it has migration {found}, \
         and the last one known here is {known}; use a newer wellhead"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its newest migration.
        found: i64,
        /// The newest migration of this program.
        known: u32,
    },
    /// Parts of it are not as SQLite has written them.
    #[error(
        "the database {path} is damaged: {why}; stop what uses it, and put a backup in its place with 'wellhead restore', as \
         docs/operations/backup.md says"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says of it.
        why: String,
    },
    /// Its schema cannot be brought up to date; it is as it was.
    #[error("the database {path} cannot be migrated")]
    Migration {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: refinery::Error,
    },
}

impl OpenError {
    /// The file went away while it was opened.
    pub(crate) fn gone(path: &Path, why: &impl ToString) -> Self {
        Self::of(path, failure(SQLITE_CANTOPEN, Some(why.to_string())))
    }

    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotADatabase { path },
            Some(ErrorCode::DatabaseCorrupt) => {
                let why = source.to_string();
                Self::Damaged { path, why }
            }
            _ => Self::CannotOpen { path, source },
        }
    }
}

/// What SQLite would say with this code.
pub(crate) fn failure(code: c_int, why: Option<String>) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), why)
}

/// Why a write was undone: the port refuses it, or SQLite failed.
pub(crate) enum Undone<R> {
    Refused(R),
    Failed(rusqlite::Error),
}

impl<R> From<rusqlite::Error> for Undone<R> {
    fn from(source: rusqlite::Error) -> Self {
        Self::Failed(source)
    }
}

/// Turns a refusal into one of the command at `index`.
pub(crate) fn rejected(undone: Undone<Rejection>, index: usize) -> Undone<ApplyError> {
    match undone {
        Undone::Refused(rejection) => Undone::Refused(ApplyError::Rejected { index, rejection }),
        Undone::Failed(source) => Undone::Failed(source),
    }
}

/// Whether another connection holds a lock that was needed.
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// A failure, which is counted.
pub(crate) fn of_sqlite(source: rusqlite::Error) -> StoreError {
    measured::failure(of_code(source))
}

fn of_code(source: rusqlite::Error) -> StoreError {
    let hindrance = match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Hindrance::Locked,
        Some(ErrorCode::OperationInterrupted) => Hindrance::TooLong,
        Some(ErrorCode::DiskFull) => Hindrance::Full,
        Some(ErrorCode::ReadOnly) => Hindrance::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Hindrance::Damaged,
        Some(ErrorCode::CannotOpen) => return StoreError::Unavailable(source.into()),
        _ => return StoreError::Failed(source.into()),
    };
    StoreError::Hindered(hindrance, source.into())
}
