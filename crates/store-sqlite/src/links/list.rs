use rusqlite::Connection;
use uuid::Uuid;
use wellhead_core::page::{Interval, Position, Positioned, Slice};
use wellhead_core::resource::{Link, LinkFilter, Record};
use wellhead_core::tenant::Tenant;

use super::get;
use super::run::Run;
use crate::link_table::LinkTable;
use crate::row;
use crate::slice::{Ends, first, limit, merge};
use crate::statement::prepare;

/// Where a link is: its place in the list and in the table.
struct Place {
    position: Position,
    pk: i64,
}

impl Positioned for Place {
    fn position(&self) -> Position {
        self.position
    }
}

/// The places are cut to the slice first, and only what is left is read and joined with its ends.
pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    kind: Record,
    filter: &LinkFilter,
    mut slice: Slice,
) -> rusqlite::Result<Vec<Link>> {
    let snapshot = connection.unchecked_transaction()?;
    let runs = Run::of(&snapshot, tenant, kind, filter)?;
    let wanted = slice.limit;
    let mut links = Vec::new();
    loop {
        let places = merge(&runs, slice, |run, slice| {
            places(&snapshot, LinkTable::of(kind), run, slice)
        })?;
        for place in &places {
            links.extend(get::at(&snapshot, tenant, kind, place.pk)?);
        }
        // A link with an end in another workspace is nobody's. Were there one, a page must not end by it.
        match places.last() {
            Some(last) if places.len() == slice.limit && links.len() < wanted => {
                let behind = Interval::following(last.position, slice.order);
                slice.interval = slice.interval.and(behind);
                slice.limit = wanted - links.len();
            }
            _ => return Ok(links),
        }
    }
}

fn places(
    connection: &Connection,
    table: &LinkTable,
    run: &Run,
    slice: Slice,
) -> rusqlite::Result<Vec<Place>> {
    let id = table.link_id;
    let sql = format!(
        "SELECT created_at, {id}, pk {} {}",
        run.sql(table),
        first(id, slice.order)
    );
    let (ends, limit) = (Ends::from(slice.interval), limit(slice));
    let mut values = run.values();
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
