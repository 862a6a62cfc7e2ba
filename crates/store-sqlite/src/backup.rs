//! Backups of a ledger's file: [made](make()) while it is used, [checked](check()), and [put back](restore()).
//!
//! A backup is one file that SQLite opens by itself, without a log beside it. All three block their thread.

mod check;
mod make;
mod restore;
mod whole;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::ErrorCode;
use wellhead_core::audit::Hash;

pub use check::check;
pub use make::make;
pub use restore::restore;

/// What a backup has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The number of its newest migration.
    pub schema_version: u32,
    /// Its size.
    pub bytes: u64,
    /// Of the whole file: it finds what changes later, on a disk or on the way.
    pub sha256: Hash,
    /// How many workspaces there are.
    pub workspaces: u64,
    /// How many records of all kinds, with deleted ones.
    pub records: u64,
    /// How many links to them, with deleted ones.
    pub links: u64,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Some bytes are copied.
    Copied {
        /// How many.
        bytes: u64,
        /// How many there are to copy.
        of: u64,
    },
    /// The copy is being checked.
    Checking,
}

/// Follows the work, and says whether to go on.
pub type Follow = Arc<dyn Fn(Step) -> bool + Send + Sync>;

/// What becomes of a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfThere {
    /// It stays, and nothing is done.
    Refuse,
    /// The new one takes its place, at once and as a whole.
    Replace,
}

/// Why there is no backup, or none is put back. What was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no such file.
    #[error("there is no file {0}")]
    Missing(PathBuf),
    /// The file is there already.
    #[error("{0} is there already; take another name, or replace it with --force")]
    Taken(PathBuf),
    /// The backup and the ledger are one file.
    #[error("{0} is the ledger itself")]
    Same(PathBuf),
    /// Others have the ledger open.
    #[error(
        "{0} is in use; stop 'wellhead serve' and whatever else has it open, such as Litestream, and try again"
    )]
    InUse(PathBuf),
    /// A part of what the file has is in a log beside it.
    #[error(
        "{path} is not whole: a part of it is in {log}, so it is a ledger in use, or a copy of one that was. Make a backup of it \
         with 'wellhead --database sqlite:{path} backup FILE', and take that"
    )]
    WithLog {
        /// The file.
        path: PathBuf,
        /// The log.
        log: PathBuf,
    },
    /// The ledger that is to be replaced belongs to another user, who could not open what takes its place.
    #[error(
        "{0} belongs to another user, who could not open what this one puts in its place; run this as that user, or as root"
    )]
    NotYours(PathBuf),
    /// It is another kind of file.
    #[error("{0} is not a ledger of Wellhead in an SQLite file")]
    NotALedger(PathBuf),
    /// A later version of this program has migrated it to a schema that does not serve this one.
    #[error(
        "{path} is newer than this program: it has migration {found}, and the last one known here is {known}; use a newer \
         wellhead"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its newest migration.
        found: i64,
        /// The newest migration of this program.
        known: u32,
    },
    /// Parts of it are not as they were written.
    #[error("{path} is damaged: {why}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Whoever follows the work has ended it.
    #[error("it was stopped before the end; nothing was changed")]
    Stopped,
    /// SQLite cannot read or write the file.
    #[error("{path} cannot be read or written")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// The system cannot read or write the file.
    #[error("{path} cannot be read or written")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

impl BackupError {
    fn sqlite(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        let path = path.to_owned();
        move |source| {
            let path = path.clone();
            match source.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => Self::NotALedger(path),
                Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                    path,
                    why: source.to_string(),
                },
                Some(ErrorCode::OperationInterrupted) => Self::Stopped,
                _ => Self::Sqlite { path, source },
            }
        }
    }

    fn file(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.clone()),
            io::ErrorKind::AlreadyExists => Self::Taken(path.clone()),
            _ => Self::system(&path, source),
        }
    }

    fn system(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        Self::File { path, source }
    }
}

/// Whether both names lead to one file.
fn is_one(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
