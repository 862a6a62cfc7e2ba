//! The counts that are kept of links and records. Triggers keep them, so here they are only read. A count that is wrong may be
//! negative; it is read as none.

use rusqlite::{Connection, named_params};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::limits::Counted;
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::{Deleted, Direction, LinkFilter};
use wellhead_core::store::ActiveLinks;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::ends;
use crate::row;
use crate::statement::prepare;

/// The count that a filter by deletion asks for.
const fn column(deleted: Deleted) -> &'static str {
    match deleted {
        Deleted::Exclude => "active",
        Deleted::Include => "active + deleted",
        Deleted::Only => "deleted",
    }
}

/// Adds up the kept counts of the links that pass `filter`. `None` if they do not tell.
pub(crate) fn links(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    created: Interval,
) -> rusqlite::Result<Option<u64>> {
    if filter.record.is_some() || created != Interval::default() {
        return Ok(None);
    }
    let connector = match filter.workspace_connector {
        Some(id) => match ends::workspace_connector(connection, tenant, id)? {
            Some(end) => Some(end.pk),
            None => return Ok(Some(0)),
        },
        None => None,
    };
    let sql = format!(
        "SELECT max(ifnull(sum({}), 0), 0) FROM streams
        WHERE workspace_pk = :workspace AND record = :record
            AND (:connector IS NULL OR workspace_connector_pk = :connector)
            AND (:direction IS NULL OR direction = :direction)",
        column(filter.deleted)
    );
    let total = prepare(connection, &sql)?.query_row(
        named_params! {
            ":workspace": tenant.pk(),
            ":record": kind.as_str(),
            ":connector": connector,
            ":direction": filter.direction.map(Direction::as_str),
        },
        |row| row::count(row, 0),
    );
    total.map(Some)
}

/// Reads the kept count of the records that pass `filter`. `None` if it does not tell.
pub(crate) fn records(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    created: Interval,
) -> rusqlite::Result<Option<u64>> {
    if filter.external_id.is_some() || created != Interval::default() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT max(ifnull(sum({}), 0), 0) FROM record_counts WHERE workspace_pk = :workspace AND record = :record",
        column(filter.deleted)
    );
    let total = prepare(connection, &sql)?.query_row(
        named_params! { ":workspace": tenant.pk(), ":record": kind.as_str() },
        |row| row::count(row, 0),
    );
    total.map(Some)
}

/// How many active records or links the workspace has, of all kinds.
pub(crate) fn all_active(
    connection: &Connection,
    tenant: Tenant,
    of: Counted,
) -> rusqlite::Result<u64> {
    let table = match of {
        Counted::Records => "record_counts",
        Counted::Links => "streams",
    };
    let sql = format!(
        "SELECT max(ifnull(sum(active), 0), 0) FROM {table} WHERE workspace_pk = :workspace"
    );
    prepare(connection, &sql)?.query_row(named_params! { ":workspace": tenant.pk() }, |row| {
        row::count(row, 0)
    })
}

/// How many active links each of these connectors has, by kind and direction.
pub(crate) fn active(
    connection: &Connection,
    tenant: Tenant,
    connectors: &[WorkspaceConnectorId],
) -> rusqlite::Result<Vec<Vec<ActiveLinks>>> {
    let snapshot = connection.unchecked_transaction()?;
    let each = connectors.iter();
    each.map(|connector| active_of(&snapshot, tenant, *connector))
        .collect()
}

fn active_of(
    connection: &Connection,
    tenant: Tenant,
    connector: WorkspaceConnectorId,
) -> rusqlite::Result<Vec<ActiveLinks>> {
    let sql = "SELECT s.record, s.direction, max(s.active, 0)
        FROM workspace_connectors w CROSS JOIN streams s ON s.workspace_connector_pk = w.pk
        WHERE w.workspace_pk = :workspace AND w.workspace_connector_id = :connector";
    let counts: rusqlite::Result<_> = prepare(connection, sql)?
        .query_map(
            named_params! { ":workspace": tenant.pk(), ":connector": connector.uuid() },
            |row| {
                Ok((
                    (row::label(row, 0)?, row::label(row, 1)?),
                    row::count(row, 2)?,
                ))
            },
        )?
        .collect();
    Ok(ActiveLinks::of_every_kind(&counts?))
}
