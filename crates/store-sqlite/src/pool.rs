//! Connections: one writes, several read. They work on blocking threads, except for look-ups that are done before
//! another thread would have started.
//!
//! Reads whose cost grows with their answer have connections of their own, so that pages never wait for them. Of those, of the
//! connections for quick reads, and of the turns at the writer, each workspace has a share. Keys and readiness have their own
//! connections, too: who asks, and whether the ledger is ready, is known however busy tenants are.

use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::ffi::SQLITE_CANTOPEN;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout, timeout_at};
use tracing::{Instrument, Span};
use wellhead_core::measured::{self, DATABASE, DATABASE_WAIT};
use wellhead_core::store::shares::{Share, Shares};
use wellhead_core::store::{Hindrance, StoreError};
use wellhead_core::tenant::Tenant;

use crate::error::{Undone, failure, is_busy, of_sqlite};
use crate::file::{FileId, Place};
use crate::interrupt::{Interrupting, Interruption, interrupted};
use crate::lately::Lately;
use crate::log;

/// How long to wait for another writer, in this process or another.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// More than there are statements, so that each is compiled once per connection.
const CACHED_STATEMENTS: usize = 256;

#[derive(Debug)]
pub(crate) struct Pool {
    writer: Arc<Connections>,
    quick: Reads,
    long: Reads,
    keys: Arc<Connections>,
    readiness: Arc<Connections>,
    turns: Shares,
    pub(crate) lately: Lately,
    log: Arc<log::Bound>,
    /// What SQLite has said of a page that is not as it should be.
    damage: OnceLock<String>,
    /// Whether a write found no room, and no trial has found enough since.
    is_full: AtomicBool,
}

/// The most steps of SQLite's machine that a quick read may take: some milliseconds' work, for a page of 500 links with all that
/// belongs to them. What takes more is a long read.
const QUICK: u64 = 500_000;

/// The same for what is read on the thread that asks, which others wait for.
const AT_ONCE: u64 = 20_000;

/// The bytes of a large write: more than most requests change.
const MUCH: usize = 256 * 1024;

/// How long a quick read may take, and a long one.
const WITHIN: [Duration; 2] = [Duration::from_secs(15), Duration::from_secs(30)];

/// How long a workspace's long read may wait for its share.
const WAIT: Duration = Duration::from_secs(10);

/// How long to wait, when the pool is closed, for what is still at work.
const LAST: Duration = Duration::from_secs(5);

impl Pool {
    /// Connections to the migrated database `path`.
    ///
    /// They work on `file` and no other, whatever is at that path later.
    pub(crate) fn new(path: &Path, file: FileId) -> Self {
        let parallel = available_parallelism().map_or(1, usize::from);
        let place = Arc::new(Place::new(path, file));
        let readers = |purpose, most| Connections::new(purpose, &place, most, only_reads);
        Self {
            writer: Connections::new("writes", &place, 1, |connection| {
                connection.pragma_update(None, "synchronous", "FULL")?;
                // What is deleted is overwritten, so that an erased name is not left in the file.
                connection.pragma_update(None, "secure_delete", true)?;
                log::Bound::set_up(connection)?;
                connection.pragma_update(None, "foreign_keys", true)
            }),
            quick: Reads {
                connections: readers("lookups", 2 * parallel.max(2)),
                shares: Shares::new("lookups", parallel.max(2), 10_000, PATIENCE),
                within: WITHIN[0],
            },
            long: Reads {
                connections: readers("long_reads", parallel.max(3)),
                shares: Shares::new("long_reads", 2, 200, WAIT),
                within: WITHIN[1],
            },
            keys: readers("keys", 2),
            readiness: readers("readiness", 1),
            turns: Shares::new("writes", 1, 1_000, PATIENCE),
            lately: Lately::default(),
            log: Arc::new(log::Bound::of(path)),
            damage: OnceLock::new(),
            is_full: AtomicBool::new(false),
        }
    }

    /// Reads for a tenant what takes little. To see one state, several statements need a transaction. What turns out to
    /// take more than a quick read may is [read anew](Self::read_long), so `work` may be done twice.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        tenant: Tenant,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let share = self.quick.shares.take(tenant).await?;
        self.read_by(tenant, share, work).await
    }

    /// The same for a row or two by key, on this thread: that takes some microseconds, and handing it to another thread would
    /// take ten times as long. If it would have to wait, or there is more to read, [`Self::read`] does it.
    pub(crate) async fn look_up<T: Send + 'static>(
        &self,
        tenant: Tenant,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let share = self.quick.shares.take(tenant).await?;
        let look = |connection: &Connection| {
            Interruption::default().during(connection, Some(AT_ONCE), &work)
        };
        match self.quick.connections.lend_now(look) {
            Some(Ok(Some(done))) => Ok(done),
            Some(Err(source)) => Err(self.failed(source)),
            Some(Ok(None)) | None => self.read_by(tenant, share, work).await,
        }
    }

    /// Reads by a share that is taken.
    async fn read_by<T: Send + 'static>(
        &self,
        tenant: Tenant,
        share: Share,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let work = Arc::new(work);
        let again = Arc::clone(&work);
        let done = self.quick.read(share, Some(QUICK), move |it| work(it));
        match done.await?.map_err(|source| self.failed(source))? {
            Some(done) => Ok(done),
            None => self.read_long(tenant, move |it| again(it)).await,
        }
    }

    /// Reads for a tenant what may take long. If it takes too long, or the caller is gone, SQLite stops in the middle.
    pub(crate) async fn read_long<T: Send + 'static>(
        &self,
        tenant: Tenant,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let share = self.long.shares.take(tenant).await?;
        let done = self.long.read(share, None, work).await?;
        let done = done.and_then(|done| done.ok_or_else(interrupted));
        done.map_err(|source| self.failed(source))
    }

    /// Looks up whose a key is, on this thread if it can.
    pub(crate) async fn look_up_key<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let done = match self.keys.lend_now(&work) {
            Some(done) => done,
            None => self.keys.lend(move |connection| work(connection)).await?,
        };
        done.map_err(|source| self.failed(source))
    }

    /// Reads what no tenant asks for: what is to be tended in all workspaces, and what operators see.
    pub(crate) async fn read_of_all<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connections = &self.quick.connections;
        connections
            .lend(|connection| work(connection))
            .await?
            .map_err(|source| self.failed(source))
    }

    /// Writes for a tenant. Of its writes one at a time waits for the writer, so that those of others come in between.
    pub(crate) async fn write_for<T, R>(
        &self,
        tenant: Tenant,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Undone<R>> + Send + 'static,
    ) -> Result<T, R>
    where
        T: Send + 'static,
        R: From<StoreError> + Send + 'static,
    {
        let _turn = self.turns.take(tenant).await?;
        self.lately.wrote(tenant);
        self.write(work).await
    }

    /// Whether it could be read and written now. A page is written and taken back: that finds a full disk and a file that is
    /// read-only or gone, and costs no wait for the disk. While somebody else writes, it can be written, unless the last one who
    /// did found no room. Once a page was found damaged, it stays so: which others are is not known.
    pub(crate) async fn try_out(&self) -> Result<(), StoreError> {
        if let Some(damage) = self.damage.get() {
            return Err(StoreError::Hindered(
                Hindrance::Damaged,
                damage.clone().into(),
            ));
        }
        let look = |connection: &Connection| {
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        };
        let looked = self
            .readiness
            .lend(move |connection| look(connection))
            .await?;
        looked.map_err(|source| self.failed(source))?;
        let was_full = self.is_full.load(Ordering::Relaxed);
        if !was_full && self.writer.permits.available_permits() == 0 {
            return Ok(());
        }
        let place = Arc::clone(&self.writer.place);
        let tried = self.writer.lend(move |connection| {
            place.watch(connection, |connection, watch| {
                let tried = watch.still_there().map_err(Undone::Refused);
                let tried = tried.and_then(|()| Ok(write_and_undo(connection, was_full)?));
                connection.busy_timeout(PATIENCE)?;
                tried
            })
        });
        match tried.await? {
            Err(Undone::Failed(busy)) if is_busy(&busy) && !was_full => Ok(()),
            Err(Undone::Failed(source)) => Err(self.failed(source)),
            Err(Undone::Refused(gone)) => Err(gone),
            Ok(()) => {
                // One page says nothing of the room that was not found meanwhile.
                if was_full {
                    self.is_full.store(false, Ordering::Relaxed);
                }
                Ok(())
            }
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
            .map_err(|source| self.failed(source))
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
        let (place, log) = (Arc::clone(&self.writer.place), Arc::clone(&self.log));
        let transact = move |connection: &mut Connection| {
            place.watch(connection, |connection, watch| {
                let is_there = || {
                    let there = watch.still_there();
                    there.map_err(|gone| Undone::Refused(gone.into()))
                };
                // Taking the write lock at the start waits for it. SQLite refuses to upgrade a read transaction while
                // another writes.
                let transaction =
                    connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let done = work(&transaction)?;
                is_there()?;
                transaction.commit()?;
                // What is in a file that was moved meanwhile is not acknowledged. Whoever puts it back has it.
                let kept = watch.still_there();
                kept.map_err(|gone| {
                    Undone::Refused(StoreError::CommitUnknown(gone.to_string().into()).into())
                })?;
                log.keep(connection);
                Ok(done)
            })
        };
        self.writer
            .lend(transact)
            .await?
            .map_err(|undone| match undone {
                Undone::Refused(reason) => reason,
                Undone::Failed(source) => self.failed(source).into(),
            })
    }

    /// Closes all connections. If no other process has the file open, all is in it then, and the log is gone: SQLite sees to that
    /// when the last one is closed, so they are closed one by one.
    pub(crate) async fn close(&self) {
        let late = Instant::now() + LAST;
        let mut idle = Vec::new();
        let Self { quick, long, .. } = self;
        for connections in [
            &quick.connections,
            &long.connections,
            &self.keys,
            &self.readiness,
            &self.writer,
        ] {
            idle.extend(connections.withdraw(late).await);
        }
        let closing = spawn_blocking(move || {
            for connection in idle {
                if let Err((_, error)) = connection.close() {
                    tracing::warn!(%error, "the database is not closed cleanly");
                }
            }
        });
        if let Err(died) = closing.await {
            tracing::warn!(error = %died, "the database is not closed cleanly");
        }
    }

    /// What SQLite says; remembers if it says that the file is damaged or has no room left.
    fn failed(&self, source: rusqlite::Error) -> StoreError {
        let error = of_sqlite(source);
        match &error {
            StoreError::Hindered(Hindrance::Damaged, why) => {
                self.damage.get_or_init(|| why.to_string());
            }
            StoreError::Hindered(Hindrance::Full, _) => self.is_full.store(true, Ordering::Relaxed),
            _ => {}
        }
        error
    }
}

/// Connections for what tenants read.
#[derive(Debug)]
struct Reads {
    connections: Arc<Connections>,
    /// Of the connections.
    shares: Shares,
    /// How long one may take, with the wait for a connection.
    within: Duration,
}

impl Reads {
    /// Reads, unless that takes more steps than `most`. The share is given back when the connection is free, even if the caller
    /// is gone before.
    async fn read<T: Send + 'static>(
        &self,
        share: Share,
        most: Option<u64>,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<rusqlite::Result<Option<T>>, StoreError> {
        let handle = Interruption::default();
        let (interruptible, interruption) = (handle.clone(), Interrupting(handle));
        let read = self.connections.lend(move |connection| {
            let done = interruptible.during(connection, most, work);
            drop(share);
            done
        });
        let done = timeout(self.within, read)
            .await
            .map_err(|late| failed(Hindrance::TooLong, late))?;
        drop(interruption);
        done
    }
}

/// A failure, which is counted.
fn failed(hindrance: Hindrance, late: Elapsed) -> StoreError {
    measured::failure(StoreError::Hindered(hindrance, late.into()))
}

/// Writes a page and takes it back; or, if `much`, as many pages as a large write needs. The log may have room for one where
/// a write was given up half-way, however full the disk is.
fn write_and_undo(connection: &mut Connection, much: bool) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::ZERO)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if much {
        transaction.execute_batch(&format!(
            "CREATE TABLE trial (bytes BLOB); INSERT INTO trial VALUES (zeroblob({MUCH}));"
        ))?;
    } else {
        // Nobody uses this number, which is on the first page.
        let unused: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        transaction.pragma_update(None, "user_version", unused)?;
    }
    transaction.cache_flush()?;
    transaction.rollback()
}

fn only_reads(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "query_only", true)
}

/// Connections of one kind, opened when they are first needed.
#[derive(Debug)]
struct Connections {
    /// What they are for, as it is measured.
    purpose: &'static str,
    place: Arc<Place>,
    set_up: fn(&Connection) -> rusqlite::Result<()>,
    idle: Mutex<Vec<Connection>>,
    most: usize,
    permits: Arc<Semaphore>,
}

impl Connections {
    fn new(
        purpose: &'static str,
        place: &Arc<Place>,
        most: usize,
        set_up: fn(&Connection) -> rusqlite::Result<()>,
    ) -> Arc<Self> {
        Arc::new(Self {
            purpose,
            place: Arc::clone(place),
            set_up,
            idle: Mutex::default(),
            most,
            permits: Arc::new(Semaphore::new(most)),
        })
    }

    /// Does `work`, to its end even if the caller is cancelled. If it panics, its connection is closed.
    async fn lend<T: Send + 'static, E: From<rusqlite::Error> + Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, StoreError> {
        let began = Instant::now();
        let permit = timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned()).await;
        DATABASE_WAIT.took(began.elapsed(), [self.purpose.into()]);
        let permit = permit
            .map_err(|late| failed(Hindrance::Crowded, late))?
            .map_err(|closed| StoreError::Unavailable(closed.into()))?;
        let connections = Arc::clone(self);
        let working = spawn_blocking(move || {
            let idle = connections.idle().pop();
            let mut connection = idle.map_or_else(|| connections.open(), Ok)?;
            let began = Instant::now();
            let done = work(&mut connection);
            DATABASE.took(began.elapsed(), [connections.purpose.into()]);
            connections.idle().push(connection);
            drop(permit);
            done
        });
        working
            .instrument(self.span())
            .await
            .map_err(|died| StoreError::Failed(died.into()))
    }

    /// Lends none any more; returns those that are idle, at the latest at this moment.
    async fn withdraw(&self, late: Instant) -> Vec<Connection> {
        let all = u32::try_from(self.most).unwrap_or(u32::MAX);
        if timeout_at(late, self.permits.acquire_many(all))
            .await
            .is_err()
        {
            let path = self.place.path().display();
            tracing::warn!(
                "work on {path} does not end; its log stays: who copies the file has to copy {path}-wal, too"
            );
        }
        self.permits.close();
        mem::take(&mut *self.idle())
    }

    /// Does `work` on this thread, unless it would have to wait for a connection or a lock on the file.
    fn lend_now<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Option<rusqlite::Result<T>> {
        let _permit = self.permits.try_acquire().ok()?;
        let connection = self.idle().pop()?;
        let _span = self.span().entered();
        let began = Instant::now();
        let done = connection
            .busy_timeout(Duration::ZERO)
            .and_then(|()| work(&connection));
        DATABASE.took(began.elapsed(), [self.purpose.into()]);
        let is_patient = connection.busy_timeout(PATIENCE).is_ok();
        if is_patient {
            self.idle().push(connection);
        }
        Some(done).filter(|done| !done.as_ref().is_err_and(is_busy))
    }

    /// The part of a trace in which one of them works.
    fn span(&self) -> Span {
        tracing::debug_span!("database", purpose = self.purpose)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does not create the file: that would hide that it was lost.
    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.place.path(), flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        // Plans do not depend on values. Without this, a statement is compiled anew for each LIMIT it gets.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        (self.set_up)(&connection)?;
        // It is opened by its name, so it may be another file by now.
        self.place
            .is_there()
            .map_err(|gone| failure(SQLITE_CANTOPEN, Some(gone.to_string())))?;
        Ok(connection)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::task::JoinSet;

    use super::*;

    /// A database with a table.
    fn pool() -> (tempfile::TempDir, Pool) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("t.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("CREATE TABLE t (n)").unwrap();
        let pool = Pool::new(&path, FileId::of(&path).unwrap());
        (directory, pool)
    }

    #[tokio::test]
    async fn a_panic_costs_a_connection_and_undoes_its_work() {
        let (_directory, pool) = pool();
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
        let left = pool.read(tenant(1), |connection| {
            connection.query_row("SELECT sum(n) FROM t", [], |row| row.get::<_, i64>(0))
        });
        assert_eq!(left.await.unwrap(), 2);
    }

    /// Counts for minutes, unless it is interrupted.
    const SLOW: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000000000) \
         SELECT count(*) FROM n";

    fn slow(connection: &Connection) -> rusqlite::Result<i64> {
        connection.query_row(SLOW, [], |row| row.get(0))
    }

    fn quick(connection: &Connection) -> rusqlite::Result<i64> {
        connection.query_row("SELECT 1", [], |row| row.get(0))
    }

    fn tenant(pk: i64) -> Tenant {
        use wellhead_tenancy::Tenancy;
        let id = uuid::Uuid::from_u64_pair(1, pk.unsigned_abs());
        Tenant::of(id.into(), pk)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_read_that_nobody_waits_for_ends() {
        let (_directory, pool) = pool();
        for turn in 0..20 {
            // Some wait for their share, others read: either is given up.
            let reads = (0..4).map(|_| pool.read_long(tenant(turn % 2), slow));
            let reads = futures_util::future::join_all(reads);
            timeout(Duration::from_millis(20), reads).await.unwrap_err();
        }
        let read = timeout(Duration::from_secs(10), pool.read_long(tenant(0), quick));
        assert_eq!(read.await.expect("nothing runs any more").unwrap(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn long_reads_hold_up_nobody_else() {
        let (_directory, pool) = pool();
        let hostile = (0..300).map(|_| pool.read_long(tenant(1), slow));
        let hostile = futures_util::future::select_all(hostile.map(Box::pin));
        let bystander = async {
            pool.read_long(tenant(2), quick).await.unwrap();
            pool.read(tenant(2), quick).await.unwrap();
            pool.look_up(tenant(2), quick).await.unwrap();
            pool.write_for::<_, StoreError>(tenant(2), |connection| {
                Ok(connection.execute("INSERT INTO t VALUES (1)", [])?)
            })
            .await
            .unwrap();
        };
        let (refused, _, rest) = hostile.await;
        assert!(
            matches!(
                refused,
                Err(StoreError::Hindered(Hindrance::TooMuchAtOnce, _))
            ),
            "{refused:?}"
        );
        let bystander = timeout(Duration::from_secs(10), bystander);
        bystander.await.expect("nobody waits");
        drop(rest);
    }

    /// What was taken for a quick read turns out to be none, wherever it began: it takes nobody else's place.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_read_that_takes_long_goes_on_as_a_long_one() {
        let (_directory, pool) = pool();
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) \
             SELECT count(*) FROM n";
        let count = move |connection: &Connection| {
            connection.query_row(numbers, [], |row| row.get::<_, i64>(0))
        };
        assert_eq!(pool.read(tenant(1), count).await.unwrap(), 200_000);
        assert_eq!(pool.look_up(tenant(1), count).await.unwrap(), 200_000);

        let pool = Arc::new(pool);
        let mut hostile = JoinSet::new();
        for turn in 0..300 {
            let pool = Arc::clone(&pool);
            hostile.spawn(async move {
                match turn % 2 {
                    0 => pool.read(tenant(1), slow).await,
                    _ => pool.look_up(tenant(1), slow).await,
                }
            });
        }
        for _ in 0..10 {
            let read = timeout(Duration::from_secs(10), pool.read(tenant(2), quick));
            assert_eq!(read.await.expect("nobody waits").unwrap(), 1);
        }
        let refused = hostile.join_next().await.unwrap().unwrap();
        assert!(
            matches!(
                refused,
                Err(StoreError::Hindered(Hindrance::TooMuchAtOnce, _))
            ),
            "{refused:?}"
        );
    }

    /// Quick reads that do not end take no more than their workspace's share, also if nobody waits for them any more; and if those
    /// of several workspaces take all connections, it is still known whose a key is and whether the ledger is ready.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn quick_reads_leave_the_others_theirs() {
        let (_directory, pool) = pool();
        let (is_held, begun) = (
            Arc::new(AtomicBool::new(true)),
            Arc::new(AtomicUsize::new(0)),
        );
        let held = |of: i64| {
            let (is_held, begun) = (Arc::clone(&is_held), Arc::clone(&begun));
            pool.read(tenant(of), move |_| {
                begun.fetch_add(1, Ordering::SeqCst);
                while is_held.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Ok(())
            })
        };
        let until = async |many| {
            while begun.load(Ordering::SeqCst) < many {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let share = available_parallelism().map_or(1, usize::from).max(2);
        // They hang up as soon as as many as may have begun.
        tokio::select! {
            _ = join_all((0..64).map(|_| held(1))) => panic!("they are held"),
            () = until(share) => {}
        }
        for _ in 0..10 {
            let next = timeout(Duration::from_millis(5), held(1)).await;
            next.expect_err("its share is taken until they end");
        }
        assert_eq!(begun.load(Ordering::SeqCst), share);
        let read = timeout(Duration::from_secs(10), pool.read(tenant(2), quick));
        assert_eq!(read.await.expect("nobody waits").unwrap(), 1);

        tokio::select! {
            _ = join_all((0..64).map(|_| held(2))) => panic!("they are held"),
            () = until(2 * share) => {}
        }
        let others = async {
            for _ in 0..20 {
                pool.look_up_key(quick).await.unwrap();
                pool.try_out().await.unwrap();
            }
            pool.write_for::<_, StoreError>(tenant(3), |connection| {
                Ok(connection.execute("INSERT INTO t VALUES (1)", [])?)
            })
            .await
            .unwrap();
        };
        let others = timeout(Duration::from_secs(10), others);
        others.await.expect("nobody waits");
        is_held.store(false, Ordering::SeqCst);
        let read = timeout(Duration::from_secs(10), pool.read(tenant(1), quick));
        assert_eq!(read.await.expect("they have ended").unwrap(), 1);
    }

    #[tokio::test]
    async fn readers_cannot_write() {
        let (_directory, pool) = pool();
        let refused = pool
            .read(tenant(1), |connection| {
                connection.execute("INSERT INTO t VALUES (1)", [])
            })
            .await;
        let read_only = matches!(refused, Err(StoreError::Hindered(Hindrance::ReadOnly, _)));
        assert!(read_only, "{refused:?}");
    }
}
