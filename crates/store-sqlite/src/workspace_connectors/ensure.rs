use rusqlite::{OptionalExtension, named_params};
use wellhead_core::command::{NewWorkspaceConnector, Rejection};
use wellhead_core::resource::WorkspaceConnector;
use wellhead_tenancy::Tenancy;

use super::create::create;
use super::get::{COLUMNS, activation};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;

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
