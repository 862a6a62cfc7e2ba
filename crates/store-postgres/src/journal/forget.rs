use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::error::failed;
use crate::row::At;
use crate::session::{begin, in_time};
use crate::slice::limit;

/// The function lets the service delete old rows, and no others.
pub(super) async fn forget(
    store: &PostgresStore,
    tenant: Tenant,
    before: Timestamp,
    most: usize,
) -> Result<bool, StoreError> {
    in_time(&store.writes, async {
        let mut client = store.writes.get().await?;
        let commit = client.commit();
        let transaction = begin(&mut client, tenant).await?;
        let statement = transaction
            .prepare_cached("SELECT core_api.journal_forget($1, $2)")
            .await
            .map_err(failed)?;
        let most = limit(most);
        let row = transaction
            .query_one(&statement, &[&At(before), &most])
            .await
            .map_err(failed)?;
        let committed = commit.make(transaction).await?;
        committed.map_err(failed)?;
        client.answered();
        Ok(row.get::<_, i64>(0) == most)
    })
    .await
}
