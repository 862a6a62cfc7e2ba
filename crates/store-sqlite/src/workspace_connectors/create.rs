use rusqlite::{OptionalExtension, named_params};
use wellhead_core::command::{NewWorkspaceConnector, Rejection};
use wellhead_core::id::NewId;
use wellhead_core::resource::{Times, WorkspaceConnector};
use wellhead_tenancy::Tenancy;

use super::get::find;
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
    // For `INSERT ... SELECT`, SQLite would plan to scan the tables that reference this one.
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
