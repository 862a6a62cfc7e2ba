use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use wellhead_core::audit::Hash;
use wellhead_core::record::Kind;

use super::{Backup, BackupError, Follow, Step};
use crate::examine::{STEPS, flaws};
use crate::table::LinkTable;
use crate::{log, migrate};

/// Checks a backup, and leaves it and its directory as they are: every page and index, every reference, whether this program
/// may use its schema, and how much it has.
///
/// # Errors
/// When it is no ledger, is damaged, is not whole, or its schema is too new for this program.
pub fn check(file: &Path, follow: &Follow) -> Result<Backup, BackupError> {
    is_whole(file)?;
    look_into(file, file, follow)
}

/// Refuses a file that has a log with content beside it.
pub(super) fn is_whole(file: &Path) -> Result<(), BackupError> {
    file.metadata().map_err(BackupError::file(file))?;
    for log in ["-wal", "-journal"].map(|end| log::beside(file, end)) {
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            let path = file.to_owned();
            return Err(BackupError::WithLog { path, log });
        }
    }
    Ok(())
}

/// Checks the whole file `copy`; errors call it `name`.
pub(super) fn look_into(copy: &Path, name: &Path, follow: &Follow) -> Result<Backup, BackupError> {
    let failed = BackupError::sqlite(name);
    let connection = open(copy).map_err(&failed)?;
    let following = Arc::clone(follow);
    let is_over = move || !following(Step::Checking);
    connection
        .progress_handler(STEPS, Some(is_over))
        .map_err(&failed)?;
    let schema_version = is_ledger(&connection, name)?;
    let damaged = |why| BackupError::Damaged {
        path: name.to_owned(),
        why,
    };
    if let Some(why) = flaws(&connection).map_err(&failed)? {
        return Err(damaged(why));
    }
    let [records, links] = counts(&connection).map_err(&failed)?;
    let workspaces = count(&connection, "workspaces").map_err(&failed)?;
    let (bytes, sha256) = digest(copy, follow).map_err(BackupError::file(name))?;
    Ok(Backup {
        schema_version,
        bytes,
        sha256: sha256.ok_or(BackupError::Stopped)?,
        workspaces,
        records,
        links,
    })
}

/// Opens a file that nobody changes: SQLite then takes no lock, and puts no file beside it.
fn open(file: &Path) -> rusqlite::Result<Connection> {
    let path = percent_encode(file.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)
}

/// The version of the schema, if it is a ledger's and this program may use it. After a rollback, it is newer than the program.
pub(super) fn is_ledger(connection: &Connection, name: &Path) -> Result<u32, BackupError> {
    let failed = BackupError::sqlite(name);
    let found = migrate::newest(connection).map_err(&failed)?;
    let (path, known) = (name.to_owned(), migrate::known());
    match u32::try_from(found) {
        Ok(version @ 1..) if version <= known => Ok(version),
        Ok(version @ 1..) if migrate::serves(connection).map_err(&failed)? => Ok(version),
        Ok(1..) => Err(BackupError::Newer { path, found, known }),
        _ => Err(BackupError::NotALedger(path)),
    }
}

/// How many records and links there are, of the kinds that the schema has.
fn counts(connection: &Connection) -> rusqlite::Result<[u64; 2]> {
    let mut counts = [0; 2];
    for kind in Kind::ALL {
        let table = LinkTable::of(kind);
        if connection.table_exists(None, table.records)? {
            counts[0] += count(connection, table.records)?;
            counts[1] += count(connection, table.links)?;
        }
    }
    Ok(counts)
}

fn count(connection: &Connection, table: &str) -> rusqlite::Result<u64> {
    let count = format!("SELECT count(*) FROM {table}");
    let count: i64 = connection.query_row(&count, [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// How long the file is, and its digest, unless it is stopped.
fn digest(file: &Path, follow: &Follow) -> io::Result<(u64, Option<Hash>)> {
    let mut file = File::open(file)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, Some(Hash(digest.finalize().into()))));
        }
        if !follow(Step::Checking) {
            return Ok((bytes, None));
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
}
