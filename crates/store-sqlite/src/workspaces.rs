use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::Workspace;
use wellhead_core::store::{StoreError, WorkspaceStore};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::SqliteStore;
use crate::limits::limits;
use crate::row;
use crate::statement::prepare;

/// The columns of [`workspace`].
pub(crate) const COLUMNS: &str = "workspace_id, name, external_workspace_id, created_at, updated_at, deleted_at, suspended_at, \
     requests_per_second, max_deliveries, max_records, max_links";

/// How many they are.
pub(crate) const NUMBER: usize = 11;

pub(crate) fn workspace(row: &Row<'_>) -> rusqlite::Result<Workspace> {
    Ok(Workspace {
        id: row::id(row, 0)?,
        name: row::name(row, 1)?,
        external_id: row::external_id(row, 2)?,
        times: row::times(row, 3)?,
        suspended_at: row::time_or_null(row, 6)?,
        limits: limits(row, 7)?,
    })
}

/// The `pk` of the workspace `id`.
pub(crate) fn pk(connection: &Connection, id: WorkspaceId) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT pk FROM workspaces WHERE workspace_id = :id AND deleted_at IS NULL";
    prepare(connection, sql)?
        .query_row(named_params! { ":id": id.uuid() }, |row| row.get(0))
        .optional()
}

#[async_trait]
impl WorkspaceStore for SqliteStore {
    async fn workspace_get(&self, tenant: Tenant) -> Result<Option<Workspace>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM workspaces WHERE pk = :pk AND deleted_at IS NULL");
        self.pool
            .look_up(tenant, move |connection| {
                prepare(connection, &sql)?
                    .query_row(named_params! { ":pk": tenant.pk() }, workspace)
                    .optional()
            })
            .await
    }
}
