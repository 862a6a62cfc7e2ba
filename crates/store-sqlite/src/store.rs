use std::future::pending;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::task::spawn_blocking;
use wellhead_core::key::KeyCache;
use wellhead_core::store::together::Together;

use crate::error::OpenError;
use crate::file::FileId;
use crate::migrate::IfMissing;
use crate::pool::Pool;
use crate::{links, migrate, private};

/// A ledger in a file.
///
/// Other processes may have the same file open and write to it.
#[derive(Debug)]
pub struct SqliteStore {
    pub(crate) path: PathBuf,
    pub(crate) pool: Arc<Pool>,
    pub(crate) together: Together,
    pub(crate) keys: KeyCache,
    version: u32,
}

impl SqliteStore {
    /// Opens the database `path`, creates it if it is missing, and brings its schema up to date. On Unix a new file is its
    /// owner's alone; the mode of one that is there is left as it is.
    ///
    /// # Errors
    /// When it cannot be opened or migrated, is not a database, or is newer than this program.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        Self::opened(path, IfMissing::Create).await
    }

    /// Opens the database `path` and brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError::Missing`] when there is no such file; otherwise those of [`Self::open`].
    pub async fn open_existing(path: &Path) -> Result<Self, OpenError> {
        Self::opened(path, IfMissing::Refuse).await
    }

    async fn opened(path: &Path, if_missing: IfMissing) -> Result<Self, OpenError> {
        let file = path.to_owned();
        let version = match spawn_blocking(move || migrate::migrate(&file, if_missing)).await {
            Ok(version) => version?,
            Err(died) => match died.try_into_panic() {
                Ok(reason) => resume_unwind(reason),
                // The runtime is shutting down, and this future with it.
                Err(_) => pending().await,
            },
        };
        let file = FileId::of(path).map_err(|gone| OpenError::gone(path, &gone))?;
        let pool = Arc::new(Pool::new(path, file));
        Ok(Self {
            path: path.to_owned(),
            together: links::together(&pool),
            pool,
            keys: KeyCache::default(),
            version,
        })
    }

    /// Whether other users of this machine can read the file. Only Unix tells.
    #[must_use]
    pub fn is_readable_by_others(&self) -> bool {
        private::is_readable_by_others(&self.path)
    }

    /// The version of the schema: the number of its newest migration.
    #[must_use]
    pub fn schema_version(&self) -> u32 {
        self.version
    }
}
