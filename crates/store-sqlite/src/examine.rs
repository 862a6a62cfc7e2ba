//! Whether the file is as SQLite has written it, as far as that can be said while somebody waits.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::OpenError;
use crate::pool::PATIENCE;

/// How many steps of SQLite's machine there are between two looks at the clock: some milliseconds.
pub(crate) const STEPS: i32 = 100_000;

/// How far a look through a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Examined {
    /// All of it is as it should be.
    Whole,
    /// What was looked at in time is.
    Partly,
}

/// Looks through the file for as long as `most`.
#[expect(
    clippy::disallowed_methods,
    reason = "it limits a wait and dates nothing; there is no Host yet"
)]
pub(crate) fn examine(path: &Path, most: Duration) -> Result<Examined, OpenError> {
    let failed = |source| OpenError::of(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    let began = Instant::now();
    let is_late = move || began.elapsed() > most;
    connection
        .progress_handler(STEPS, Some(is_late))
        .map_err(failed)?;
    match faults(&connection, "quick_check") {
        Ok(None) => Ok(Examined::Whole),
        Ok(Some(why)) => Err(OpenError::Damaged {
            path: path.to_owned(),
            why,
        }),
        Err(late) if late.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
            Ok(Examined::Partly)
        }
        Err(source) => Err(failed(source)),
    }
}

/// The first things that the pragma `check` finds wrong; `None` if there are none.
fn faults(connection: &Connection, check: &str) -> rusqlite::Result<Option<String>> {
    let mut found = Vec::new();
    connection.pragma_query(None, check, |row| {
        found.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    found.retain(|it| it != "ok");
    found.truncate(3);
    Ok((!found.is_empty()).then(|| found.join("; ")))
}

/// What is wrong with the pages, indexes and references; `None` if nothing is.
pub(crate) fn flaws(connection: &Connection) -> rusqlite::Result<Option<String>> {
    match faults(connection, "integrity_check")? {
        None => dangling(connection),
        found => Ok(found),
    }
}

/// A row that refers to one that is not there.
fn dangling(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let mut found = None;
    let mut check = connection.prepare("PRAGMA foreign_key_check")?;
    if let Some(row) = check.query([])?.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        found = Some(format!(
            "a row of {table} refers to one of {parent} that is missing"
        ));
    }
    Ok(found)
}
