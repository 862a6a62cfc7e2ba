use std::future::pending;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use wellhead_core::key::KeyCache;
use wellhead_core::store::together::Together;

use crate::error::OpenError;
use crate::examine::Examined;
use crate::migrate::IfMissing;
use crate::pool::Pool;
use crate::{examine, links, log, migrate, private};

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
    was_in_use: bool,
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
        // Whoever closes a file last empties its log.
        let was_in_use = log::size(path) > 0;
        let file = path.to_owned();
        let migrated = on_a_thread(move || migrate::migrate(&file, if_missing));
        let (version, file) = migrated.await?;
        let pool = Arc::new(Pool::new(path, file));
        Ok(Self {
            path: path.to_owned(),
            together: links::together(&pool),
            pool,
            keys: KeyCache::default(),
            version,
            was_in_use,
        })
    }

    /// Looks through the file for pages that are not as they should be: for ten seconds at most if its last user did not close
    /// it, and for one otherwise. SQLite looks through some hundred megabytes a second.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] with what is wrong.
    pub async fn examine(&self) -> Result<Examined, OpenError> {
        let most = Duration::from_secs(if self.was_in_use { 10 } else { 1 });
        let path = self.path.clone();
        on_a_thread(move || examine::examine(&path, most)).await
    }

    /// Ends: what is still at work may take some seconds, and later calls fail. What was acknowledged is in the file then, and
    /// its log is gone, unless another process has the file open.
    pub async fn close(&self) {
        self.pool.close().await;
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

/// Does work that blocks. A panic of it goes on here.
async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match spawn_blocking(work).await {
        Ok(done) => done,
        Err(died) => match died.try_into_panic() {
            Ok(reason) => resume_unwind(reason),
            // The runtime is shutting down, and this future with it.
            Err(_) => pending().await,
        },
    }
}
