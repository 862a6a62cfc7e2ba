use rusqlite::{OptionalExtension, named_params};
use wellhead_core::command::{NewWorkspaceConnector, Rejection};
use wellhead_core::id::NewId;
use wellhead_core::resource::{Times, WorkspaceConnector};
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, activation, find};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;

pub(crate) fn create(
    change: &Change<'_>,
    new: &NewWorkspaceConnector,
) -> Result<WorkspaceConnector, Undone<Rejection>> {
    if let NewId::Brought(id) = new.id
        && find(change.connection, change.tenant, id)?.is_some()
    {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    let sql = "SELECT pk FROM connectors WHERE connector_id = :connector";
    let connector: i64 = prepare(change.connection, sql)?
        .query_row(
            named_params! { ":connector": new.connector.uuid() },
            |row| row.get(0),
        )
        .optional()?
        .ok_or(Undone::Refused(Rejection::ConnectorNotFound))?;
    let id = new.id.get();
    // Not `INSERT ... SELECT`, for which SQLite plans to look through the tables that reference this one.
    let sql =
        "INSERT INTO workspace_connectors (workspace_connector_id, workspace_pk, connector_pk,
            status, created_at, updated_at)
        VALUES (:id, :workspace, :connector, :status, :at, :at)";
    prepare(change.connection, sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":workspace": change.tenant.pk(),
        ":connector": connector,
        ":status": new.status.as_str(),
        ":at": change.at.as_micros(),
    })?;
    Ok(WorkspaceConnector {
        id,
        connector: new.connector,
        status: new.status,
        times: Times {
            created_at: change.at,
            updated_at: Some(change.at),
            deleted_at: None,
        },
    })
}

/// The oldest active activation of the connector, or a new one.
pub(crate) fn ensure(
    change: &Change<'_>,
    wanted: &NewWorkspaceConnector,
) -> Result<WorkspaceConnector, Undone<Rejection>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM workspace_connectors INDEXED BY idx_workspace_connectors_workspace_created
        WHERE workspace_pk = :workspace AND deleted_at IS NULL
            AND connector_pk = (SELECT c.pk FROM connectors c WHERE c.connector_id = :connector)
        ORDER BY created_at, workspace_connector_id LIMIT 1"
    );
    let values = named_params! {
        ":workspace": change.tenant.pk(),
        ":connector": wanted.connector.uuid(),
    };
    match prepare(change.connection, &sql)?
        .query_row(values, activation)
        .optional()?
    {
        Some(found) => Ok(found),
        None => create(change, wanted),
    }
}
