use rusqlite::Connection;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, Deleted, Direction, LinkFilter};
use wellhead_core::store::Activity;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::range::Range;
use crate::row;
use crate::slice::Bounds;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Counts the links while reading them in the order of their times. To group them, SQLite would sort them.
pub(super) fn activity(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    connector: WorkspaceConnectorId,
    bucket: Bucket,
    created: Interval,
) -> rusqlite::Result<Vec<Activity>> {
    let snapshot = connection.unchecked_transaction()?;
    let filter = LinkFilter {
        workspace_connector: Some(connector),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let table = LinkTable::of(kind);
    let bounds = Bounds::from(created);
    let mut found: Vec<Activity> = Vec::new();
    for range in Range::of(&snapshot, tenant, kind, &filter)? {
        let sql = format!(
            "SELECT created_at, direction {} AND {} ORDER BY created_at",
            range.sql(table),
            Range::of_tenant(table)
        );
        let mut values = range.values();
        values.extend(bounds.values());
        values.push((":workspace", tenant.pk()));
        let mut statement = prepare(&snapshot, &sql)?;
        let mut rows = statement.query(&values[..])?;
        while let Some(row) = rows.next()? {
            let start = bucket.start(row::time(row, 0)?);
            let direction: Direction = row::label(row, 1)?;
            if found.last().is_none_or(|last| last.start != start) {
                found.extend(Direction::ALL.map(|direction| Activity {
                    start,
                    direction,
                    links: 0,
                }));
            }
            let stretch = found.iter_mut().rev().take(Direction::ALL.len());
            for one in stretch.filter(|one| one.direction == direction) {
                one.links += 1;
            }
        }
    }
    found.retain(|one| one.links > 0);
    Ok(found)
}
