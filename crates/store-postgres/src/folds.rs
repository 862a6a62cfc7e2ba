//! Works into the kept ways and hours what transactions have noted: one function of the schema does all of it.

use async_trait::async_trait;
use wellhead_core::store::{FoldStore, StoreError};
use wellhead_core::tenant::Tenant;

use crate::PostgresStore;
use crate::error::failed;
use crate::session::{begin, in_time};
use crate::slice::limit;
use crate::workspaces::named_by;

#[async_trait]
impl FoldStore for PostgresStore {
    async fn folds_due(&self) -> Result<Vec<Tenant>, StoreError> {
        named_by(&self.writes, "unfolded_of()", &[]).await
    }

    async fn fold(&self, tenant: Tenant, most: usize) -> Result<bool, StoreError> {
        in_time(&self.writes, async {
            let mut client = self.writes.get().await?;
            let commit = client.commit();
            let transaction = begin(&mut client, tenant).await?;
            let fold = transaction.prepare_cached("SELECT core_api.fold($1)").await;
            let fold = fold.map_err(failed)?;
            let folded = transaction.query_one(&fold, &[&limit(most)]).await;
            let folded = folded.map_err(failed)?;
            let committed = commit.make(transaction).await?;
            committed.map_err(failed)?;
            client.answered();
            Ok(folded.get::<_, i64>(0) >= limit(most))
        })
        .await
    }
}
