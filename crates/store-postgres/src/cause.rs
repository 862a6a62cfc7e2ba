//! Who made, saw and ended a link, in SQL. A cause is two columns: what it is, an enum that statements have as a
//! literal, and its public id.

use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::cause::{Cause, CauseKind, Causes, Grounds};
use wellhead_core::store::StoreError;

use crate::row::label_or_null;

/// The columns of [`causes`] of a link `alias`.
pub(crate) fn causes_of(alias: &str) -> String {
    format!(
        "{alias}.created_as::text, {alias}.created_by, {alias}.seen_by, {alias}.deleted_as::text, {alias}.deleted_by, \
         {alias}.reason::text"
    )
}

/// Reads the columns of [`causes_of`], which begin at column `first`.
pub(crate) fn causes(row: &Row, first: usize) -> Result<Causes, StoreError> {
    let created = cause(row, first)?;
    let seen: Option<Uuid> = row.get(first + 2);
    Ok(Causes {
        created,
        seen: seen.map(|run| Cause::Run(run.into())).or(created),
        deleted: cause(row, first + 3)?,
        reason: label_or_null(row, first + 5)?,
    })
}

/// Reads a cause, a kind and an id that begin at column `first`, if it is known.
pub(crate) fn cause(row: &Row, first: usize) -> Result<Option<Cause>, StoreError> {
    let kind: Option<CauseKind> = label_or_null(row, first)?;
    Ok(kind.and_then(|kind| Cause::of(kind, row.get(first + 1))))
}

/// What an `UPDATE` sets if it moves the link's `updated_at` on without having seen it: when it was last seen.
pub(crate) fn unseen(alias: &str) -> String {
    format!("seen_at = coalesce({alias}.seen_at, {alias}.updated_at, {alias}.created_at)")
}

/// What an `UPDATE` sets if the run with the id `run` has seen a link.
pub(crate) fn seen_by(run: &str) -> String {
    format!("seen_by = {run}, seen_at = NULL")
}

/// What an `UPDATE` sets if it ends the link `alias` at `at`; `by` is the id of the cause.
pub(crate) fn ended(alias: &str, at: &str, cause: Cause, by: &str, grounds: Grounds) -> String {
    format!(
        "updated_at = {at}, deleted_at = {at}, {}, deleted_as = '{}', deleted_by = {by}, reason = '{grounds}'",
        unseen(alias),
        cause.kind(),
    )
}

/// What an `UPDATE` sets if from `at` on the link `alias` says something else, or says it again; `by` is the id of the
/// cause. A trigger keeps what it said before.
pub(crate) fn superseded(alias: &str, at: &str, cause: Cause, by: &str) -> String {
    format!(
        "updated_at = {at}, since = {at}, changed_as = '{}', changed_by = {by}, {}, \
         deleted_at = NULL, deleted_as = NULL, deleted_by = NULL, reason = NULL",
        cause.kind(),
        unseen(alias),
    )
}
