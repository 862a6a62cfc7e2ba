//! The two ends of a link: a record and an activation of a connector.

use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::error::Undone;
use crate::merges;
use crate::statement::prepare;
use crate::table::LinkTable;

/// A row that a link may point to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinkedRow {
    pub(crate) pk: i64,
    /// Whether it is not soft-deleted.
    pub(crate) active: bool,
}

/// The tenant's record `id`.
pub(crate) fn record(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: RecordId,
) -> rusqlite::Result<Option<LinkedRow>> {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    end(connection, tenant, records, record_id, id.uuid())
}

/// The `pk` of the tenant's record `id`, which must be active.
pub(crate) fn active_record(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: RecordId,
) -> Result<i64, Undone<Rejection>> {
    match record(connection, tenant, kind, id)? {
        Some(found) if found.active => Ok(found.pk),
        _ => {
            let why = merges::not_there(connection, tenant, kind.record(id))?;
            Err(Undone::Refused(why))
        }
    }
}

/// The tenant's activation `id`.
pub(crate) fn workspace_connector(
    connection: &Connection,
    tenant: Tenant,
    id: WorkspaceConnectorId,
) -> rusqlite::Result<Option<LinkedRow>> {
    end(
        connection,
        tenant,
        "workspace_connectors",
        "workspace_connector_id",
        id.uuid(),
    )
}

/// The `pk` of the tenant's activation `id`, which must be active.
pub(crate) fn active_workspace_connector(
    connection: &Connection,
    tenant: Tenant,
    id: WorkspaceConnectorId,
) -> Result<i64, Undone<Rejection>> {
    workspace_connector(connection, tenant, id)?
        .filter(|found| found.active)
        .map(|found| found.pk)
        .ok_or(Undone::Refused(Rejection::WorkspaceConnectorNotFound))
}

/// The `pk` of every activation of the tenant, including soft-deleted ones, which still have links and runs.
pub(crate) fn workspace_connectors(
    connection: &Connection,
    tenant: Tenant,
) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT pk FROM workspace_connectors WHERE workspace_pk = :workspace";
    prepare(connection, sql)?
        .query_map(named_params! { ":workspace": tenant.pk() }, |row| {
            row.get(0)
        })?
        .collect()
}

fn end(
    connection: &Connection,
    tenant: Tenant,
    table: &str,
    column: &str,
    id: Uuid,
) -> rusqlite::Result<Option<LinkedRow>> {
    let sql = format!(
        "SELECT pk, deleted_at IS NULL FROM {table} WHERE workspace_pk = :workspace AND {column} = :id"
    );
    let values = named_params! { ":workspace": tenant.pk(), ":id": id };
    prepare(connection, &sql)?
        .query_row(values, |row| {
            Ok(LinkedRow {
                pk: row.get(0)?,
                active: row.get(1)?,
            })
        })
        .optional()
}
