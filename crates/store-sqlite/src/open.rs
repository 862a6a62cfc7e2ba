use std::future::pending;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use tokio::task::spawn_blocking;
use wellhead_core::key::KeyCache;

use crate::migrate;
use crate::pool::Pool;

/// A ledger in a file.
///
/// Other processes may have the same file open and write to it.
#[derive(Debug)]
pub struct SqliteStore {
    pub(crate) path: PathBuf,
    pub(crate) pool: Pool,
    pub(crate) keys: KeyCache,
    version: u32,
}

/// Why a file cannot be used as a ledger.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be opened, read or written.
    #[error("the database {path} cannot be opened")]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// It is something else.
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
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        if source.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
            Self::NotADatabase { path }
        } else {
            Self::CannotOpen { path, source }
        }
    }
}

impl SqliteStore {
    /// Opens the database `path`, makes it when it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be opened or migrated, is no database, or is newer than this program.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let file = path.to_owned();
        let version = match spawn_blocking(move || migrate::migrate(&file)).await {
            Ok(version) => version?,
            Err(died) => match died.try_into_panic() {
                Ok(reason) => resume_unwind(reason),
                // The runtime stops, and with it whoever waits.
                Err(_) => pending().await,
            },
        };
        Ok(Self {
            path: path.to_owned(),
            pool: Pool::new(path),
            keys: KeyCache::default(),
            version,
        })
    }

    /// The number of the schema's newest migration.
    #[must_use]
    pub fn schema_version(&self) -> u32 {
        self.version
    }
}
