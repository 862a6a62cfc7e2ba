use rusqlite::{Connection, ToSql};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, LinkFilter};
use wellhead_core::store::ActiveLinks;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::range::Range;
use crate::row;
use crate::slice::Bounds;
use crate::statement::prepare;
use crate::table::LinkTable;

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    created: Interval,
) -> rusqlite::Result<u64> {
    let snapshot = connection.unchecked_transaction()?;
    let table = LinkTable::of(kind);
    let bounds = Bounds::from(created);
    let mut total = 0;
    for range in Range::of(&snapshot, tenant, kind, filter)? {
        let sql = format!(
            "SELECT count(*) {} AND {}",
            range.sql(table),
            Range::of_tenant(table)
        );
        let mut values = range.values();
        values.extend(bounds.values());
        values.push((":workspace", tenant.pk()));
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(total)
}

/// Counts a connector's active links of each kind by the partial indexes of active links alone.
pub(super) fn active(
    connection: &Connection,
    tenant: Tenant,
    connector: WorkspaceConnectorId,
) -> rusqlite::Result<Vec<ActiveLinks>> {
    let snapshot = connection.unchecked_transaction()?;
    let connector = connector.uuid();
    let count = |kind, direction: Direction| {
        let links = LinkTable::of(kind).links;
        let sql = format!(
            "SELECT count(*) FROM {links} INDEXED BY idx_{links}_wc_active \
             WHERE workspace_connector_pk = ( \
               SELECT pk FROM workspace_connectors \
               WHERE workspace_pk = :workspace AND workspace_connector_id = :connector) \
             AND direction = :direction AND deleted_at IS NULL"
        );
        prepare(&snapshot, &sql)?.query_row(
            &[
                (":workspace", tenant.pk() as &dyn ToSql),
                (":connector", &connector),
                (":direction", &direction.as_str()),
            ],
            |row| row::count(row, 0),
        )
    };
    let active = Kind::ALL.into_iter().map(|kind| {
        Ok(ActiveLinks {
            kind,
            input: count(kind, Direction::Input)?,
            output: count(kind, Direction::Output)?,
        })
    });
    active.collect()
}
