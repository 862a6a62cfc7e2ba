//! Who made, saw and ended a link, in SQL. A cause is two columns: what it is, and its public id.

use rusqlite::Row;
use uuid::Uuid;
use wellhead_core::cause::{Cause, CauseKind, Causes};

use crate::row;

/// The columns of [`causes`] of a link `l`.
pub(crate) const CAUSES: &str =
    "l.created_as, l.created_by, l.seen_by, l.deleted_as, l.deleted_by, l.reason";

/// Reads [`CAUSES`], side by side from the column `first` on.
pub(crate) fn causes(row: &Row<'_>, first: usize) -> rusqlite::Result<Causes> {
    let created = cause(row, first)?;
    let seen: Option<Uuid> = row.get(first + 2)?;
    Ok(Causes {
        created,
        seen: seen.map(|run| Cause::Run(run.into())).or(created),
        deleted: cause(row, first + 3)?,
        reason: row::label_or_null(row, first + 5)?,
    })
}

/// A cause, a kind and an id side by side from the column `first` on, if it is known.
pub(crate) fn cause(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Cause>> {
    let kind: Option<CauseKind> = row::label_or_null(row, first)?;
    let id = row.get(first + 1)?;
    Ok(kind.and_then(|kind| Cause::of(kind, id)))
}

/// What an `UPDATE` sets if it moves a link's `updated_at` on without having seen it: when it was last seen.
pub(crate) const UNSEEN: &str = "seen_at = coalesce(seen_at, updated_at, created_at)";

/// What an `UPDATE` sets if the run `:by` has seen a link.
pub(crate) const SEEN: &str = "seen_by = :by, seen_at = NULL";

/// What an `UPDATE` sets if `:as` and `:by` end a link for `:reason`.
pub(crate) const ENDED: &str = "deleted_as = :as, deleted_by = :by, reason = :reason,
    seen_at = coalesce(seen_at, updated_at, created_at)";

/// What an `UPDATE` sets if from `:updated_at` on a link says something else, or says it again, because of `:as` and
/// `:by`. A trigger keeps what it said before.
pub(crate) const SUPERSEDED: &str =
    "since = :updated_at, changed_as = :as, changed_by = :by, deleted_at = NULL,
    deleted_as = NULL, deleted_by = NULL, reason = NULL,
    seen_at = coalesce(seen_at, updated_at, created_at)";
