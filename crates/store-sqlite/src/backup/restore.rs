use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::check::{is_whole, look_into};
use super::whole::{Whole, directory};
use super::{Backup, BackupError, Follow, IfThere, Step, is_one};
use crate::log;

/// Puts a copy of the backup `file` in the place of the ledger, once it was checked: all of it or nothing. `file` stays as it is.
///
/// It belongs to the owner of the ledger before or, if there was none, to that of the directory, if this user may give it.
///
/// # Errors
/// Those of [`check`](super::check()), and when the ledger is in use, is another user's, or is there and not to be replaced.
pub fn restore(
    file: &Path,
    ledger: &Path,
    if_there: IfThere,
    follow: &Follow,
) -> Result<Backup, BackupError> {
    let of_ledger = BackupError::file(ledger);
    is_whole(file)?;
    if is_one(file, ledger) {
        return Err(BackupError::Same(file.to_owned()));
    }
    if if_there == IfThere::Refuse && ledger.symlink_metadata().is_ok() {
        return Err(BackupError::Taken(ledger.to_owned()));
    }
    // Who has it open is asked before the work and after it.
    drop(claim(ledger)?);
    let mut copy = Whole::beside(ledger).map_err(|why| BackupError::system(ledger, why))?;
    give(&copy, ledger)?;
    copy_bytes(file, copy.file(), follow)?;
    let backup = look_into(copy.path(), file, follow)?;
    empty_log(ledger);
    let claimed = claim(ledger)?;
    forget_logs(ledger).map_err(&of_ledger)?;
    copy.name(if_there).map_err(&of_ledger)?;
    drop(claimed);
    Ok(backup)
}

/// Whoever served the old ledger has to be able to open the new one, also if root restores it.
fn give(copy: &Whole, ledger: &Path) -> Result<(), BackupError> {
    let of_ledger = |why| BackupError::system(ledger, why);
    let is_refused = |why: &io::Error| why.kind() == io::ErrorKind::PermissionDenied;
    match copy.give_to_owner_of(ledger) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {}
        Err(refused) if is_refused(&refused) => {
            return Err(BackupError::NotYours(ledger.to_owned()));
        }
        given => return given.map_err(of_ledger),
    }
    match copy.give_to_owner_of(directory(ledger)) {
        // Such as a directory that everybody may write to.
        Err(refused) if is_refused(&refused) => Ok(()),
        given => given.map_err(of_ledger),
    }
}

fn copy_bytes(file: &Path, to: &mut File, follow: &Follow) -> Result<(), BackupError> {
    let of_file = BackupError::file(file);
    let mut from = File::open(file).map_err(&of_file)?;
    let of = from.metadata().map_err(&of_file)?.len();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = from.read(&mut buffer).map_err(&of_file)?;
        if read == 0 {
            return Ok(());
        }
        to.write_all(&buffer[..read]).map_err(&of_file)?;
        bytes += read as u64;
        if !follow(Step::Copied { bytes, of }) {
            return Err(BackupError::Stopped);
        }
    }
}

/// Keeps others from opening the ledger, if there is one and nobody has it open. Whoever does holds a lock on a part of it, also
/// if it is damaged; so the whole is locked.
///
/// The lock ends when the file is closed, by any part of this process.
fn claim(ledger: &Path) -> Result<Option<File>, BackupError> {
    let file = match OpenOptions::new().read(true).write(true).open(ledger) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(BackupError::file(ledger))?,
    };
    #[cfg(unix)]
    {
        use rustix::fs::{FlockOperation, fcntl_lock};

        let lock = fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive);
        lock.map_err(|_| BackupError::InUse(ledger.to_owned()))?;
    }
    // Elsewhere the system does not replace a file that is open.
    Ok(cfg!(unix).then_some(file))
}

/// Brings the old ledger's log into it, so that it is whole, should this end before it is replaced. One that is damaged stays as it
/// is.
fn empty_log(ledger: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let emptied = Connection::open_with_flags(ledger, flags)
        .and_then(|connection| log::empty(&connection, log::WAIT));
    if let Err(error) = emptied {
        tracing::debug!(%error, "the log of the ledger that is replaced is not emptied");
    }
}

/// Deletes the logs of the old ledger: SQLite would take them for the new one's.
fn forget_logs(ledger: &Path) -> io::Result<()> {
    for end in ["-wal", "-shm", "-journal"] {
        match fs::remove_file(log::beside(ledger, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
