//! Works in what triggers have noted.

use async_trait::async_trait;
use rusqlite::Connection;
use wellhead_core::store::{FoldStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::SqliteStore;
use crate::provenance::fold_of;
use crate::row;
use crate::statement::prepare;

#[async_trait]
impl FoldStore for SqliteStore {
    async fn folds_due(&self) -> Result<Vec<Tenant>, StoreError> {
        self.pool.read_of_all(due).await
    }

    async fn fold(&self, tenant: Tenant, most: usize) -> Result<bool, StoreError> {
        self.pool
            .write(move |connection| Ok(fold_of(connection, *tenant.pk(), most)? >= most))
            .await
    }
}

fn due(connection: &Connection) -> rusqlite::Result<Vec<Tenant>> {
    let sql = "SELECT w.workspace_id, w.pk FROM workspaces w
        WHERE w.deleted_at IS NULL AND EXISTS (SELECT 1 FROM unfolded u WHERE u.workspace_pk = w.pk)
        ORDER BY w.pk";
    prepare(connection, sql)?
        .query_map([], row::tenant)?
        .collect()
}
