use rusqlite::{Connection, named_params};
use wellhead_core::audit::Entry;
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{ExternalId, Name, Times, Workspace};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::Done;
use crate::audit::append;
use crate::statement::prepare;
use crate::workspaces::{COLUMNS, workspace};

pub(super) fn create(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    name: Name,
    external_id: Option<ExternalId>,
    audited: Entry,
) -> Done<Workspace> {
    let sql =
        "INSERT INTO workspaces (workspace_id, name, external_workspace_id, created_at, updated_at)
        VALUES (:id, :name, :external_id, :at, :at)";
    prepare(connection, sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":name": name.as_str(),
        ":external_id": external_id.as_ref().map(ExternalId::as_str),
        ":at": at.as_micros(),
    })?;
    let tenant = Tenant::of(id, connection.last_insert_rowid());
    append(connection, tenant, vec![audited])?;
    Ok(Workspace {
        id,
        name,
        external_id,
        times: Times {
            created_at: at,
            updated_at: Some(at),
            deleted_at: None,
        },
    })
}

pub(super) fn list(connection: &Connection) -> rusqlite::Result<Vec<Workspace>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM workspaces WHERE deleted_at IS NULL ORDER BY created_at, workspace_id"
    );
    prepare(connection, &sql)?
        .query_map([], workspace)?
        .collect()
}
