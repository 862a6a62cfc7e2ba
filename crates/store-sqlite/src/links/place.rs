use rusqlite::Connection;
use uuid::Uuid;
use wellhead_core::page::{Position, Positioned, Slice};
use wellhead_core::record::Kind;

use super::range::Range;
use crate::link_table::LinkTable;
use crate::row;
use crate::slice::{Ends, first, limit};
use crate::statement::prepare;

/// Where a link is: its place in the list and in the table.
pub(crate) struct Place {
    pub(crate) position: Position,
    pub(crate) pk: i64,
}

impl Positioned for Place {
    fn position(&self) -> Position {
        self.position
    }
}

/// The places of the links of a range that lie in `slice`.
pub(crate) fn places(
    connection: &Connection,
    kind: Kind,
    range: &Range,
    slice: Slice,
) -> rusqlite::Result<Vec<Place>> {
    let table = LinkTable::of(kind);
    let id = table.link_id;
    let sql = format!(
        "SELECT created_at, {id}, pk {} {}",
        range.sql(table),
        first("created_at", id, slice.order)
    );
    let (ends, limit) = (Ends::from(slice.interval), limit(slice));
    let mut values = range.values();
    values.extend(ends.values());
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], |row| {
            Ok(Place {
                position: Position {
                    created_at: row::time(row, 0)?,
                    id: row.get::<_, Uuid>(1)?,
                },
                pk: row.get(2)?,
            })
        })?
        .collect()
}
