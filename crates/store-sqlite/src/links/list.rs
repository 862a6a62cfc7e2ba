use rusqlite::Connection;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Link, LinkFilter};
use wellhead_core::tenant::Tenant;

use super::get;
use super::position::positions;
use super::range::Range;
use crate::slice::merge;

/// Cuts the positions to the slice first, and then reads only those links and their ends.
pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    mut slice: Slice,
) -> rusqlite::Result<Vec<Link>> {
    let snapshot = connection.unchecked_transaction()?;
    let mut ranges = Range::of(&snapshot, tenant, kind, filter)?;
    Range::sort(&mut ranges, slice.order);
    let wanted = slice.limit;
    let mut links = Vec::new();
    loop {
        let positions = merge(&ranges, slice, |range, slice| {
            if !range.reaches(slice.interval) {
                return Ok(Vec::new());
            }
            positions(&snapshot, kind, range, slice)
        })?;
        for place in &positions {
            links.extend(get::at(&snapshot, tenant, kind, place.pk)?);
        }
        // The triggers forbid links across workspaces. Should one exist all the same, skip it without ending the page.
        match positions.last() {
            Some(last) if positions.len() == slice.limit && links.len() < wanted => {
                let behind = Interval::following(last.position, slice.order);
                slice.interval = slice.interval.and(behind);
                slice.limit = wanted - links.len();
            }
            _ => return Ok(links),
        }
    }
}
