use std::collections::BTreeSet;

use rusqlite::Connection;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, JobCursor, LinkFilter, Selection};
use wellhead_core::tenant::Tenant;

use super::place::{Place, places};
use super::run::Run;
use crate::slice::merge;

/// The first `limit` active links of a stream behind a place in it that a job selects, of whichever kind of
/// record.
pub(crate) fn select(
    connection: &Connection,
    tenant: Tenant,
    selection: &Selection,
    from: JobCursor,
    limit: usize,
) -> rusqlite::Result<Vec<Place>> {
    let JobCursor { stream, after } = from;
    if selection
        .workspace_connector
        .is_some_and(|it| it != stream.workspace_connector)
        || selection.direction.is_some_and(|it| it != stream.direction)
    {
        return Ok(Vec::new());
    }
    let filter = LinkFilter {
        record: None,
        workspace_connector: Some(stream.workspace_connector),
        direction: Some(stream.direction),
        deleted: Deleted::Exclude,
    };
    let mut runs = Vec::new();
    let mut add = |kind, filter| {
        let more = Run::of(connection, tenant, kind, &filter)?;
        runs.extend(more.into_iter().map(|run| (kind, run)));
        Ok::<_, rusqlite::Error>(())
    };
    if selection.people.is_empty() {
        for kind in Kind::ALL {
            add(kind, filter)?;
        }
    }
    // One who is named twice is looked at once.
    for person in selection.people.iter().collect::<BTreeSet<_>>() {
        let record = Some(*person);
        add(Kind::People, LinkFilter { record, ..filter })?;
    }
    let behind = after.map(|after| Interval::following(after, Order::OldestFirst));
    let slice = Slice {
        interval: selection.created.and(behind.unwrap_or_default()),
        order: Order::OldestFirst,
        limit,
    };
    merge(&runs, slice, |(kind, run), slice| {
        places(connection, *kind, run, slice)
    })
}
