//! Connections: one writes, several read. They work on blocking threads, except for look-ups that are done before
//! another thread would have started.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use wellhead_core::store::StoreError;

use crate::error::{Undone, is_busy, of_sqlite};

/// How long to wait for another writer, in this process or another.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// More than there are statements, so that each is compiled once per connection.
const CACHED_STATEMENTS: usize = 256;

#[derive(Debug)]
pub(crate) struct Pool {
    writer: Arc<Connections>,
    readers: Arc<Connections>,
}

impl Pool {
    /// Connections to the migrated database `path`.
    pub(crate) fn new(path: &Path) -> Self {
        let parallel = available_parallelism().map_or(1, usize::from);
        Self {
            writer: Connections::new(path, 1, |connection| {
                connection.pragma_update(None, "synchronous", "FULL")?;
                // What is deleted is overwritten, so that an erased name is not left in the file.
                connection.pragma_update(None, "secure_delete", true)?;
                connection.pragma_update(None, "foreign_keys", true)
            }),
            readers: Connections::new(path, parallel.max(4), |connection| {
                connection.pragma_update(None, "query_only", true)
            }),
        }
    }

    /// Reads. To see one state, several statements need a transaction.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers
            .lend(|connection| work(connection))
            .await?
            .map_err(of_sqlite)
    }

    /// Reads a row or two by key on this thread: that takes some microseconds, and handing it to another thread would
    /// take ten times as long. If it would have to wait, [`Self::read`] does it.
    pub(crate) async fn look_up<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.readers.lend_now(&work) {
            Some(done) => done.map_err(of_sqlite),
            None => self.read(work).await,
        }
    }

    /// Works on the file as a whole, outside any transaction, while nobody in this process writes.
    pub(crate) async fn maintain<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer
            .lend(|connection| work(connection))
            .await?
            .map_err(of_sqlite)
    }

    /// Writes, all or nothing: commits if `work` returns `Ok`.
    pub(crate) async fn write<T, R>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Undone<R>> + Send + 'static,
    ) -> Result<T, R>
    where
        T: Send + 'static,
        R: From<StoreError> + Send + 'static,
    {
        let transact = |connection: &mut Connection| {
            // Taking the write lock at the start waits for it. SQLite refuses to upgrade a read transaction while
            // another writes.
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        self.writer
            .lend(transact)
            .await?
            .map_err(|undone| match undone {
                Undone::Refused(reason) => reason,
                Undone::Failed(source) => of_sqlite(source).into(),
            })
    }
}

/// Connections of one kind, opened when they are first needed.
#[derive(Debug)]
struct Connections {
    path: PathBuf,
    set_up: fn(&Connection) -> rusqlite::Result<()>,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Connections {
    fn new(path: &Path, most: usize, set_up: fn(&Connection) -> rusqlite::Result<()>) -> Arc<Self> {
        Arc::new(Self {
            path: path.to_owned(),
            set_up,
            idle: Mutex::default(),
            permits: Arc::new(Semaphore::new(most)),
        })
    }

    /// Does `work`, to its end even if the caller is cancelled. If it panics, its connection is closed.
    async fn lend<T: Send + 'static, E: From<rusqlite::Error> + Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, StoreError> {
        let permit = timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned())
            .await
            .map_err(|late| StoreError::Unavailable(late.into()))?
            .map_err(|closed| StoreError::Unavailable(closed.into()))?;
        let connections = Arc::clone(self);
        let working = spawn_blocking(move || {
            let idle = connections.idle().pop();
            let mut connection = idle.map_or_else(|| connections.open(), Ok)?;
            let done = work(&mut connection);
            connections.idle().push(connection);
            drop(permit);
            done
        });
        working
            .await
            .map_err(|died| StoreError::Failed(died.into()))
    }

    /// Does `work` on this thread, unless it would have to wait for a connection or a lock on the file.
    fn lend_now<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Option<rusqlite::Result<T>> {
        let _permit = self.permits.try_acquire().ok()?;
        let connection = self.idle().pop()?;
        let done = connection
            .busy_timeout(Duration::ZERO)
            .and_then(|()| work(&connection));
        let is_patient = connection.busy_timeout(PATIENCE).is_ok();
        if is_patient {
            self.idle().push(connection);
        }
        Some(done).filter(|done| !done.as_ref().is_err_and(is_busy))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does not create the file: that would hide that it was lost.
    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        // Plans do not depend on values. Without this, a statement is compiled anew for each LIMIT it gets.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        (self.set_up)(&connection)?;
        Ok(connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_costs_a_connection_and_undoes_its_work() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("panic.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("CREATE TABLE t (n)").unwrap();
        let pool = Pool::new(&path);
        for _ in 0..3 {
            let died: Result<(), StoreError> = pool
                .write::<_, StoreError>(|connection| {
                    connection.execute("INSERT INTO t VALUES (1)", [])?;
                    panic!("on purpose")
                })
                .await;
            let said = died.unwrap_err().to_string();
            assert!(said.contains("on purpose"), "{said}");
        }
        let written = pool.write::<_, StoreError>(|connection| {
            Ok(connection.execute("INSERT INTO t VALUES (2)", [])?)
        });
        assert_eq!(written.await.unwrap(), 1);
        let left = pool.read(|connection| {
            connection.query_row("SELECT sum(n) FROM t", [], |row| row.get::<_, i64>(0))
        });
        assert_eq!(left.await.unwrap(), 2);
    }

    #[tokio::test]
    async fn readers_cannot_write() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("read.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("CREATE TABLE t (n)").unwrap();
        let refused = Pool::new(&path)
            .read(|connection| connection.execute("INSERT INTO t VALUES (1)", []))
            .await;
        assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
    }
}
