use tokio_postgres::Row;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::error::failed;
use crate::row::{At, id};
use crate::session::begin;
use crate::slice::limit;

/// The function lets the service delete old rows, and no others.
pub(super) async fn forget(
    store: &PostgresStore,
    tenant: Tenant,
    before: Timestamp,
    most: usize,
) -> Result<bool, StoreError> {
    let mut client = store.service.get().await?;
    let transaction = begin(&mut client, tenant).await.map_err(failed)?;
    let statement = transaction
        .prepare_cached("SELECT core_api.journal_forget($1, $2)")
        .await
        .map_err(failed)?;
    let most = limit(most);
    let row = transaction
        .query_one(&statement, &[&At(before), &most])
        .await
        .map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    Ok(row.get::<_, i64>(0) == most)
}

pub(super) async fn old(
    store: &PostgresStore,
    before: Timestamp,
) -> Result<Vec<Tenant>, StoreError> {
    let client = store.service.get().await?;
    let sql = "SELECT workspace_id, workspace_pk FROM core_api.journal_old($1)";
    let statement = client.prepare_cached(sql).await.map_err(failed)?;
    let rows = client
        .query(&statement, &[&At(before)])
        .await
        .map_err(failed)?;
    let tenant = |row: &Row| Tenant::of(id(row, 0), row.get(1));
    Ok(rows.iter().map(tenant).collect())
}
