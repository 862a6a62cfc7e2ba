use rusqlite::{Connection, Row};
use wellhead_core::page::{Position, Positioned, Slice};
use wellhead_core::record::Kind;

use super::range::Range;
use crate::row;
use crate::slice::{Bounds, first, limit};
use crate::statement::prepare;
use crate::table::LinkTable;

/// A link's position in lists, and its `pk`.
pub(crate) struct LinkPosition {
    pub(crate) position: Position,
    pub(crate) pk: i64,
}

impl Positioned for LinkPosition {
    fn position(&self) -> Position {
        self.position
    }
}

/// The positions of the links of a range that lie in `slice`.
pub(crate) fn positions(
    connection: &Connection,
    kind: Kind,
    range: &Range,
    slice: Slice,
) -> rusqlite::Result<Vec<LinkPosition>> {
    let table = LinkTable::of(kind);
    let id = table.link_id;
    let sql = format!(
        "SELECT created_at, {id}, pk {} {}",
        range.sql(table),
        first("created_at", id, slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = range.values();
    values.extend(bounds.values());
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], place)?
        .collect()
}

/// Reads a link's place, its time and id, and its `pk`.
pub(super) fn place(row: &Row<'_>) -> rusqlite::Result<LinkPosition> {
    Ok(LinkPosition {
        position: Position {
            created_at: row::time(row, 0)?,
            id: row.get(1)?,
        },
        pk: row.get(2)?,
    })
}
