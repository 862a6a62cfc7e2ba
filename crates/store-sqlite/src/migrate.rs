use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use refinery::{Migration, Runner};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use wellhead_core::identity::name_key;

use crate::error::OpenError;
use crate::file::FileId;
use crate::pool::PATIENCE;
use crate::private;

mod embedded {
    refinery::embed_migrations!("migrations");
}

const HISTORY: &str = "wellhead_schema_history";

/// What becomes of a file that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IfMissing {
    Create,
    Refuse,
}

/// Brings the schema of the database `path` up to date. Returns its version, and which file that is.
pub(crate) fn migrate(path: &Path, if_missing: IfMissing) -> Result<(u32, FileId), OpenError> {
    let failed = |source| OpenError::of(path, source);
    match if_missing {
        IfMissing::Create => {
            // If that fails, SQLite fails next and says why.
            private::create(path).ok();
        }
        IfMissing::Refuse => {
            if let Ok(false) = path.try_exists() {
                let path = path.to_owned();
                return Err(OpenError::Missing { path });
            }
        }
    }
    // SQLite itself would let others read what it creates.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    let file = FileId::of(path).map_err(|gone| OpenError::gone(path, &gone))?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    name_keys(&connection).map_err(failed)?;

    let runner = runner();
    let known = known();
    loop {
        let found = newest(&connection).map_err(failed)?;
        if found > i64::from(known) {
            let serves = serves(&connection).map_err(failed)?;
            return match u32::try_from(found) {
                Ok(found) if serves => Ok((found, file)),
                _ => {
                    let path = path.to_owned();
                    Err(OpenError::Newer { path, found, known })
                }
            };
        }
        write_ahead(&connection).map_err(failed)?;
        match runner.run(&mut connection) {
            Ok(_) => {
                // A restore may have put another one in its place while this waited for a lock.
                file.still_at(path)
                    .map_err(|gone| OpenError::gone(path, &gone))?;
                return Ok((known, file));
            }
            Err(source) => {
                // It also fails if another process has migrated meanwhile.
                if newest(&connection).map_err(failed)? == found {
                    let path = path.to_owned();
                    return Err(OpenError::Migration { path, source });
                }
            }
        }
    }
}

fn runner() -> Runner {
    let mut runner = embedded::migrations::runner().set_grouped(true);
    runner.set_migration_table_name(HISTORY);
    runner
}

/// The newest migration of this program.
pub(crate) fn known() -> u32 {
    let known = runner();
    let known = known.get_migrations().iter().map(Migration::version);
    known.max().map_or(0, i32::cast_unsigned)
}

/// Whether this program may use the schema, which is newer: it names the oldest version whose programs may.
pub(crate) fn serves(connection: &Connection) -> rusqlite::Result<bool> {
    let serves = "SELECT serves <= ? FROM installation";
    connection.query_row(serves, [known()], |row| row.get(0))
}

/// Gives migrations the function `name_key`, which SQL cannot say: SQLite has no small letters but `a` to `z`.
fn name_keys(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("name_key", 1, flags, |call| {
        let name: Option<String> = call.get(0)?;
        Ok(name.and_then(|name| name_key(&name)))
    })
}

/// The newest migration that the database has; 0 if it has none.
pub(crate) fn newest(connection: &Connection) -> rusqlite::Result<i64> {
    let migrated = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)";
    if !connection.query_row(migrated, [HISTORY], |row| row.get(0))? {
        return Ok(0);
    }
    let newest = format!("SELECT ifnull(max(version), 0) FROM {HISTORY}");
    connection.query_row(&newest, [], |row| row.get(0))
}

/// Turns on write-ahead logging, so that readers can read during a write. The setting is kept in the file.
#[expect(
    clippy::disallowed_methods,
    reason = "it limits a wait and dates nothing; there is no Host yet"
)]
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    // The switch needs exclusive access. If two processes try at once, SQLite refuses one without waiting.
    let started = Instant::now();
    loop {
        match connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)) {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && started.elapsed() < PATIENCE =>
            {
                sleep(Duration::from_millis(5));
            }
            mode => {
                let mode: String = mode?;
                if mode != "wal" {
                    tracing::warn!(mode, "no write-ahead log here: readers and writers wait");
                }
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
#[path = "../tests/half_folded/mod.rs"]
mod half_folded;
