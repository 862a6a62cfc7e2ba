use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::error::failed;
use crate::pool::Pool;
use crate::row::id;

/// The workspaces in which a message is due.
pub(super) async fn due(service: &Pool) -> Result<Vec<Tenant>, StoreError> {
    let client = service.get().await?;
    let ask = async {
        let sql = "SELECT workspace_id, workspace_pk FROM core_api.webhooks_due()";
        let statement = client.prepare_cached(sql).await?;
        client.query(&statement, &[]).await
    };
    let rows = ask.await.map_err(failed)?;
    let tenants = rows.iter().map(|row| Tenant::of(id(row, 0), row.get(1)));
    Ok(tenants.collect())
}
