use rusqlite::named_params;
use wellhead_core::cause::Grounds;
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;

use crate::cause::ENDED;
use crate::change::{Change, UPDATED_AT};
use crate::row;
use crate::statement::prepare;

/// Soft-deletes the active links that have `pk` in `column`, read `through` a table or an index of it; returns how many.
pub(crate) fn end(
    change: &Change<'_>,
    kind: Kind,
    through: &str,
    column: &str,
    pk: i64,
    grounds: Grounds,
) -> rusqlite::Result<usize> {
    let sql = format!(
        "UPDATE {through} SET updated_at = {UPDATED_AT}, deleted_at = {UPDATED_AT}, {ENDED}
        WHERE {column} = :pk AND deleted_at IS NULL RETURNING pk, deleted_at"
    );
    let mut statement = prepare(change.connection, &sql)?;
    let values = named_params! {
        ":pk": pk,
        ":at": change.at.as_micros(),
        ":as": change.by.kind().as_str(),
        ":by": change.by.id(),
        ":reason": grounds.as_str(),
    };
    let ended = statement.query_map(values, |row| Ok((row.get(0)?, row::time(row, 1)?)))?;
    let ended: Vec<(i64, Timestamp)> = ended.collect::<rusqlite::Result<_>>()?;
    change.note_ended(kind, grounds, ended.iter().copied());
    Ok(ended.len())
}
