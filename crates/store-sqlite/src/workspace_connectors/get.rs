use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Deleted, WorkspaceConnector};
use wellhead_core::tenant::Tenant;

use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

/// Activations with the definitions that they are of; [`activation`] reads a row of it.
pub(super) const SELECT: &str = "SELECT workspace_connector_id, \
     (SELECT connector_id FROM connectors c WHERE c.pk = connector_pk), status, \
     created_at, updated_at, deleted_at, pk FROM workspace_connectors";

pub(super) fn activation(row: &Row<'_>) -> rusqlite::Result<WorkspaceConnector> {
    Ok(WorkspaceConnector {
        id: row::id(row, 0)?,
        connector: row::id(row, 1)?,
        status: row::word(row, 2)?,
        times: row::times(row, 3)?,
    })
}

pub(crate) fn get(
    connection: &Connection,
    tenant: Tenant,
    id: WorkspaceConnectorId,
    deleted: Deleted,
) -> rusqlite::Result<Option<WorkspaceConnector>> {
    let found = find(connection, tenant, id)?.map(|(_, activation)| activation);
    Ok(found.filter(|activation| row::seen(deleted, &activation.times)))
}

/// The tenant's activation `id`, active or not, and its `pk`.
pub(crate) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: WorkspaceConnectorId,
) -> rusqlite::Result<Option<(i64, WorkspaceConnector)>> {
    let sql = format!("{SELECT} WHERE workspace_pk = :workspace AND workspace_connector_id = :id");
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk, ":id": id.uuid() },
            |row| Ok((row.get(6)?, activation(row)?)),
        )
        .optional()
}

/// The tenant's activation `id`, which must be active.
pub(crate) fn find_active(
    change: &Change<'_>,
    id: WorkspaceConnectorId,
) -> Result<(i64, WorkspaceConnector), Undone<Rejection>> {
    find(change.connection, change.tenant, id)?
        .filter(|(_, activation)| activation.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::WorkspaceConnectorNotFound))
}
