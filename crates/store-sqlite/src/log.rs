//! The write-ahead log, the file `-wal` beside the database: what is committed goes there, and from there into the database.
//!
//! SQLite copies it into the database every thousand pages, and begins it anew when nobody reads an old state from it any more.
//! Where reads overlap all the time there is no such moment, so a log that has grown is emptied while readers are held off.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::ffi::SQLITE_BUSY;

use crate::error::{failure, is_busy};
use crate::pool::PATIENCE;

/// How many bytes of the log are kept to be written again, and how many more it may grow before it is emptied.
pub(crate) const MOST: u64 = 64 << 20;

/// How long writers wait, once for [`MOST`] bytes, for readers of older states to end.
pub(crate) const WAIT: Duration = Duration::from_millis(250);

/// The file `end`, such as `-wal`, beside the database `path`.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// The log's size; 0 if there is none.
pub(crate) fn size(path: &Path) -> u64 {
    fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len())
}

/// Writes the log to the database, and cuts it off. Readers of older states may take as long as `wait` to end; nobody writes
/// meanwhile.
pub(crate) fn empty(connection: &Connection, wait: Duration) -> rusqlite::Result<()> {
    checkpoint(connection, "TRUNCATE", wait, "emptied")
}

/// Writes all of the log to the database, and leaves it as it is.
pub(crate) fn save(connection: &Connection) -> rusqlite::Result<()> {
    checkpoint(connection, "FULL", WAIT, "copied")
}

fn checkpoint(
    connection: &Connection,
    mode: &str,
    wait: Duration,
    done: &str,
) -> rusqlite::Result<()> {
    connection.busy_timeout(wait)?;
    let checkpoint = format!("PRAGMA wal_checkpoint({mode})");
    let is_busy = connection.query_row(&checkpoint, [], |row| row.get(0));
    connection.busy_timeout(PATIENCE)?;
    let is_busy: bool = is_busy?;
    if is_busy {
        let said = format!("a reader keeps the log from being {done}");
        return Err(failure(SQLITE_BUSY, Some(said)));
    }
    Ok(())
}

/// Keeps the log from growing for ever.
#[derive(Debug)]
pub(crate) struct Bound {
    path: PathBuf,
    /// The size at which it is emptied.
    next: AtomicU64,
}

impl Bound {
    /// For the log of the database `path`.
    pub(crate) fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            next: AtomicU64::new(MOST),
        }
    }

    /// Has SQLite cut off what is too long whenever it begins the log anew.
    pub(crate) fn set_up(connection: &Connection) -> rusqlite::Result<()> {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        connection.pragma_update(None, "journal_size_limit", most)
    }

    /// Empties the log if it has grown. What is committed stays so, whatever becomes of that.
    pub(crate) fn keep(&self, connection: &Connection) {
        let size = size(&self.path);
        if size <= MOST {
            self.next.store(MOST, Ordering::Relaxed);
            return;
        }
        if size < self.next.load(Ordering::Relaxed) {
            return;
        }
        self.next.store(size + MOST, Ordering::Relaxed);
        match empty(connection, WAIT) {
            Ok(()) => {}
            Err(busy) if is_busy(&busy) => tracing::warn!(
                bytes = size,
                "the log {}-wal grows: somebody reads an old state of the ledger, such as a backup or another program; it is \
                 emptied when they are done",
                self.path.display()
            ),
            Err(error) => tracing::warn!(%error, "the log cannot be emptied"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use wellhead_core::store::StoreError;

    use super::*;
    use crate::file::FileId;
    use crate::pool::Pool;

    /// How much each write adds to the log: the row, and zeros in the place of the one before it.
    const WRITTEN: u64 = 2 * ROW;
    const ROW: u64 = 4 << 20;

    fn pool() -> (tempfile::TempDir, PathBuf, Pool) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("t.db");
        let connection = Connection::open(&path).unwrap();
        let table = "PRAGMA journal_mode = WAL; CREATE TABLE t (pk INTEGER PRIMARY KEY, n BLOB)";
        connection.execute_batch(table).unwrap();
        let pool = Pool::new(&path, FileId::of(&path).unwrap());
        (directory, path, pool)
    }

    /// Writes so often; returns the largest size that the log had.
    async fn write(pool: &Pool, path: &Path, times: u64) -> u64 {
        let mut largest = 0;
        for _ in 0..times {
            let written = pool.write::<_, StoreError>(|connection| {
                let row = "REPLACE INTO t VALUES (1, zeroblob(?1))";
                Ok(connection.execute(row, [i64::try_from(ROW).unwrap()])?)
            });
            written.await.unwrap();
            largest = largest.max(size(path));
        }
        largest
    }

    fn read(connection: &Connection) {
        let rows = "BEGIN; SELECT count(*) FROM t;";
        connection.execute_batch(rows).unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn it_is_cut_off_once_a_long_read_has_ended() {
        let (_directory, path, pool) = pool();
        let reader = Connection::open(&path).unwrap();
        read(&reader);
        let times = 3 * MOST / WRITTEN;
        let grown = write(&pool, &path, times).await;
        assert!(grown > 2 * MOST, "{grown}: the reader holds it");
        reader.execute_batch("COMMIT").unwrap();
        write(&pool, &path, 2).await;
        assert!(size(&path) <= MOST, "{}", size(&path));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn it_does_not_grow_under_reads_that_overlap() {
        let (_directory, path, pool) = pool();
        let is_over = Arc::new(AtomicBool::new(false));
        let reading = (0..3).map(|_| {
            let (path, is_over) = (path.clone(), Arc::clone(&is_over));
            thread::spawn(move || {
                let reader = Connection::open(&path).unwrap();
                reader.busy_timeout(PATIENCE).unwrap();
                while !is_over.load(Ordering::Relaxed) {
                    read(&reader);
                    thread::sleep(Duration::from_millis(20));
                    reader.execute_batch("COMMIT").unwrap();
                }
            })
        });
        let reading: Vec<_> = reading.collect();
        let largest = write(&pool, &path, 6 * MOST / WRITTEN).await;
        is_over.store(true, Ordering::Relaxed);
        for reader in reading {
            reader.join().unwrap();
        }
        assert!(largest <= 3 * MOST, "{largest}");
    }
}
