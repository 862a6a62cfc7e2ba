use rusqlite::ErrorCode;
use wellhead_core::command::Rejection;
use wellhead_core::store::{ApplyError, StoreError};

/// Why a write was not done: for a reason of the port's, or because SQLite failed.
pub(crate) enum Undone<R> {
    Refused(R),
    Failed(rusqlite::Error),
}

impl<R> From<rusqlite::Error> for Undone<R> {
    fn from(source: rusqlite::Error) -> Self {
        Self::Failed(source)
    }
}

/// The command at `index` was not done.
pub(crate) fn rejected(undone: Undone<Rejection>, index: usize) -> Undone<ApplyError> {
    match undone {
        Undone::Refused(rejection) => Undone::Refused(ApplyError::Rejected { index, rejection }),
        Undone::Failed(source) => Undone::Failed(source),
    }
}

/// Whether somebody else holds a lock that was needed.
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

pub(crate) fn of_sqlite(source: rusqlite::Error) -> StoreError {
    if is_busy(&source) || source.sqlite_error_code() == Some(ErrorCode::CannotOpen) {
        StoreError::Unavailable(source.into())
    } else {
        StoreError::Failed(source.into())
    }
}
