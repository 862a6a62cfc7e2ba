use rusqlite::{Connection, named_params};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, Flows, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::paths::Paths;
use crate::links::Range;
use crate::row;
use crate::slice::Bounds;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Reads each connector's links once, in ranges of partial indexes, and groups them by record here. SQLite would sort
/// them all.
pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    created: Interval,
    deleted: Deleted,
) -> rusqlite::Result<Flows> {
    let snapshot = connection.unchecked_transaction()?;
    let table = LinkTable::of(kind);
    let LinkTable {
        record_pk, records, ..
    } = table;
    let bounds = Bounds::from(created);
    let mut paths = Paths::default();
    for workspace_connector in workspace_connectors(&snapshot, tenant)? {
        for direction in Direction::ALL {
            paths.begin(workspace_connector, direction);
            let filter = LinkFilter {
                record: None,
                workspace_connector: Some(workspace_connector),
                direction: Some(direction),
                deleted,
            };
            for range in Range::of(&snapshot, tenant, kind, &filter)? {
                let sql = format!(
                    "SELECT {record_pk} {} AND EXISTS (
                        SELECT 1 FROM {records} r
                        WHERE r.pk = {record_pk} AND r.workspace_pk = :workspace
                    )",
                    range.sql(table)
                );
                let mut values = range.values();
                values.extend(bounds.values());
                values.push((":workspace", tenant.pk()));
                let mut statement = prepare(&snapshot, &sql)?;
                let mut rows = statement.query(&values[..])?;
                while let Some(row) = rows.next()? {
                    paths.add(row.get(0)?);
                }
            }
        }
    }
    Ok(paths.flows())
}

/// Including soft-deleted ones, which have soft-deleted links.
fn workspace_connectors(
    connection: &Connection,
    tenant: Tenant,
) -> rusqlite::Result<Vec<WorkspaceConnectorId>> {
    let sql =
        "SELECT workspace_connector_id FROM workspace_connectors WHERE workspace_pk = :workspace";
    prepare(connection, sql)?
        .query_map(named_params! { ":workspace": tenant.pk() }, |row| {
            row::id(row, 0)
        })?
        .collect()
}
