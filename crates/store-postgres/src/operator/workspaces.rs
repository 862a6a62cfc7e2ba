use wellhead_core::audit::Entry;
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{ExternalId, Name, Workspace};
use wellhead_core::store::OperatorError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::row;
use crate::PostgresStore;
use crate::row::At;
use crate::workspaces::{COLUMNS, workspace, workspace_at};

pub(super) async fn create(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    name: &Name,
    external_id: Option<&ExternalId>,
    audited: Entry,
) -> Result<Workspace, OperatorError> {
    let sql = format!(
        "INSERT INTO core_api.workspaces \
           (workspace_id, name, external_workspace_id, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $4) RETURNING pk, {COLUMNS}"
    );
    let external_id = external_id.map(ExternalId::as_str);
    let made = store
        .operate_audited(
            &sql,
            &[&id.uuid(), &name.as_str(), &external_id, &At(at)],
            audited,
        )
        .await?;
    Ok(workspace_at(row(made.as_ref())?, 1))
}

pub(super) async fn list(store: &PostgresStore) -> Result<Vec<Workspace>, OperatorError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM core_api.workspaces WHERE deleted_at IS NULL \
         ORDER BY created_at, workspace_id"
    );
    let rows = store.operate(&sql, &[]).await?;
    Ok(rows.iter().map(workspace).collect())
}

pub(super) async fn tenant(
    store: &PostgresStore,
    id: WorkspaceId,
) -> Result<Tenant, OperatorError> {
    let sql = "SELECT pk FROM core_api.workspaces WHERE workspace_id = $1 AND deleted_at IS NULL";
    let rows = store.operate(sql, &[&id.uuid()]).await?;
    let row = rows.first().ok_or(OperatorError::WorkspaceNotFound(id))?;
    Ok(Tenant::of(id, row.get(0)))
}
