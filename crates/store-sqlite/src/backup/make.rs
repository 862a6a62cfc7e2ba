use std::io;
use std::path::Path;

use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::ffi::SQLITE_BUSY;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::check::{is_ledger, look_into};
use super::whole::Whole;
use super::{Backup, BackupError, Follow, IfThere, Step, is_one};
use crate::error::failure;
use crate::pool::PATIENCE;

/// How many pages are copied at a time: a megabyte.
const PAGES: i32 = 256;

/// Copies the ledger to `file`, as it is at this moment, and checks the copy. Others may read and write the ledger meanwhile, and
/// its schema stays as it is.
///
/// It is written under another name, so there is never a part of a backup under this one. If root makes it, it belongs to
/// the ledger's owner.
///
/// # Errors
/// When the ledger cannot be read, when `file` is there or cannot be written, and when the copy is damaged as the ledger is.
pub fn make(
    ledger: &Path,
    file: &Path,
    if_there: IfThere,
    follow: &Follow,
) -> Result<Backup, BackupError> {
    let of_file = BackupError::file(file);
    if is_one(ledger, file) {
        return Err(BackupError::Same(file.to_owned()));
    }
    if if_there == IfThere::Refuse && file.symlink_metadata().is_ok() {
        return Err(BackupError::Taken(file.to_owned()));
    }
    ledger.metadata().map_err(BackupError::file(ledger))?;
    let of_ledger = BackupError::sqlite(ledger);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(ledger, flags).map_err(&of_ledger)?;
    from.busy_timeout(PATIENCE).map_err(&of_ledger)?;
    is_ledger(&from, ledger)?;
    let copy = Whole::beside(file).map_err(|why| BackupError::system(file, why))?;
    // Who may read the ledger may read its copy. Anyone else keeps what they have copied.
    match copy.give_to_owner_of(ledger) {
        Err(refused) if refused.kind() == io::ErrorKind::PermissionDenied => {}
        given => given.map_err(|why| BackupError::system(file, why))?,
    }
    copy_pages(&from, copy.path(), follow).map_err(|undone| match undone {
        Undone::Stopped => BackupError::Stopped,
        Undone::Read(source) => of_ledger(source),
        Undone::Written(source) => BackupError::sqlite(file)(source),
    })?;
    drop(from);
    let backup = look_into(copy.path(), ledger, follow)?;
    copy.name(if_there).map_err(&of_file)?;
    Ok(backup)
}

enum Undone {
    Stopped,
    Read(rusqlite::Error),
    Written(rusqlite::Error),
}

/// Of a step, SQLite does not say which file it means.
fn undone(source: rusqlite::Error) -> Undone {
    if source.sqlite_error_code() == Some(ErrorCode::DiskFull) {
        Undone::Written(source)
    } else {
        Undone::Read(source)
    }
}

/// Copies all pages, as one transaction sees them: what others write meanwhile waits in the log.
fn copy_pages(from: &Connection, to: &Path, follow: &Follow) -> Result<(), Undone> {
    let snapshot = from.unchecked_transaction().map_err(Undone::Read)?;
    // It begins with the first read.
    snapshot
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .map_err(Undone::Read)?;
    let size: u32 = snapshot
        .pragma_query_value(None, "page_size", |row| row.get(0))
        .map_err(Undone::Read)?;
    let mut to = Connection::open(to).map_err(Undone::Written)?;
    // Nobody else reads it, and it is brought to the disk as a whole.
    let alone =
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE";
    to.execute_batch(alone).map_err(Undone::Written)?;
    {
        let copying = Copying::new(&snapshot, &mut to).map_err(Undone::Written)?;
        loop {
            let step = copying.step(PAGES).map_err(undone)?;
            let progress = copying.progress();
            let [left, all] = [progress.remaining, progress.pagecount]
                .map(|pages| u64::from(pages.unsigned_abs()) * u64::from(size));
            let copied = Step::Copied {
                bytes: all - left,
                of: all,
            };
            if !follow(copied) {
                return Err(Undone::Stopped);
            }
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(Undone::Read(failure(SQLITE_BUSY, None))),
            }
        }
    }
    // Without a log of its own it is one file, also while somebody looks at it.
    to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .map_err(Undone::Written)
}
