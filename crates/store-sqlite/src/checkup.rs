//! A look at a file that changes nothing in it: not even its schema is brought up to date.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use tokio::task::spawn_blocking;
use wellhead_core::checkup::{Finding, SCHEMA, SILENT};

use crate::examine::flaws;
use crate::jobs::neglected;
use crate::pool::PATIENCE;
use crate::{SqliteStore, log, migrate, private};

/// What to do about a schema that is missing or old.
const MIGRATE: &str = "run 'wellhead migrate'";

/// What to do about a file that is not what it should be.
const RESTORE: &str = "stop what uses it, keep it, and restore a backup: docs/operations/backup.md";

impl SqliteStore {
    /// Looks at the database `path`, all of it: the time grows with its size.
    pub async fn checkup(path: &Path) -> Vec<Finding> {
        let file = path.to_owned();
        let looked = spawn_blocking(move || {
            let mut findings = Vec::new();
            if let Err(error) = look(&file, &mut findings) {
                let advice = "the rest was not looked at; mend this first, and look again";
                findings.push(Finding::unsound("answers", error.to_string(), advice));
            }
            findings
        });
        looked.await.unwrap_or_default()
    }
}

fn look(path: &Path, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    if !path.exists() {
        findings.push(Finding::unsound(
            "reachable",
            format!("there is no file {}", path.display()),
            "name another one with --database, or create this one with 'wellhead migrate'",
        ));
        return Ok(());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    let schema = schema(&connection, path)?;
    findings.extend(schema.findings);
    findings.push(permissions(path));
    if !schema.is_there {
        return Ok(());
    }
    findings.push(durability(&connection)?);
    findings.push(waiting(path));
    findings.push(integrity(&connection)?);
    findings.extend(room(path));
    if schema.is_newest {
        findings.push(left(&connection)?);
    }
    Ok(())
}

struct Schema {
    findings: [Finding; 2],
    is_there: bool,
    is_newest: bool,
}

fn schema(connection: &Connection, path: &Path) -> rusqlite::Result<Schema> {
    let (found, known) = (migrate::newest(connection)?, migrate::known());
    let level = match u32::try_from(found) {
        Ok(found @ 1..) => {
            let serves = found > known && migrate::serves(connection)?;
            Finding::schema(found, known, serves, MIGRATE)
        }
        _ => Finding::unsound(SCHEMA, "there is none: this is no ledger", MIGRATE),
    };
    let reachable = format!("SQLite {}, {}", rusqlite::version(), path.display());
    Ok(Schema {
        findings: [Finding::sound("reachable", reachable), level],
        is_there: found > 0,
        is_newest: found >= i64::from(known),
    })
}

fn permissions(path: &Path) -> Finding {
    let shown = path.display();
    if private::is_readable_by_others(path) {
        return Finding::unsound(
            "permissions",
            "other users of this machine can read it, and with it the names in it",
            format!("chmod 600 {shown}*"),
        );
    }
    Finding::sound("permissions", "it is its owner's alone")
}

fn durability(connection: &Connection) -> rusqlite::Result<Finding> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    Ok(if mode == "wal" {
        Finding::sound("durability", "it has a write-ahead log")
    } else {
        Finding::doubtful(
            "durability",
            format!("its journal mode is {mode}: readers and writers wait for each other"),
            "put it on a local disk: a network's file system has no write-ahead log",
        )
    })
}

/// What is committed and not yet in the file itself.
fn waiting(path: &Path) -> Finding {
    let size = log::size(path);
    let found = format!("{} kB wait in the write-ahead log", size / 1_024);
    if size > 4 * log::MOST {
        return Finding::doubtful(
            "log",
            found,
            "a reader keeps it from being written back: see which process reads for so long",
        );
    }
    Finding::sound("log", found)
}

fn integrity(connection: &Connection) -> rusqlite::Result<Finding> {
    Ok(match flaws(connection)? {
        Some(why) => Finding::unsound("integrity", why, RESTORE),
        None => Finding::sound("integrity", "every page, index and reference is whole"),
    })
}

/// Whether a copy would find room beside it, as a backup or a restore needs. Only Unix tells.
#[cfg(unix)]
fn room(path: &Path) -> Option<Finding> {
    let size = path.metadata().ok()?.len();
    let disk = rustix::fs::statvfs(path).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let found = format!(
        "the file has {} MB, and {} MB are free",
        size >> 20,
        free >> 20
    );
    Some(if free < size.max(log::MOST) {
        let advice = "make room: a backup and a restore need as much again";
        Finding::doubtful("disk", found, advice)
    } else {
        Finding::sound("disk", found)
    })
}

#[cfg(not(unix))]
fn room(_: &Path) -> Option<Finding> {
    None
}

fn left(connection: &Connection) -> rusqlite::Result<Finding> {
    Ok(Finding::left(neglected(connection, SILENT)?.len() as u64))
}
