use std::time::Instant;

use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::key::TokenHash;
use wellhead_core::store::{KeyStore, StoreError};
use wellhead_core::tenant::{Principal, Tenant};
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::error::failed;
use crate::row::{id, label};

#[async_trait]
impl KeyStore for PostgresStore {
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Principal>, StoreError> {
        let ask = async {
            let client = self.service.get().await?;
            let sql = "SELECT api_key_id, workspace_id, workspace_pk, role FROM core_api.authenticate($1)";
            let statement = client.prepare_cached(sql).await.map_err(failed)?;
            let row = client.query_opt(&statement, &[&&hash.0[..]]).await;
            row.map_err(failed)?.as_ref().map(principal).transpose()
        };
        self.keys.bearer(hash, now, ask).await
    }
}

fn principal(row: &Row) -> Result<Principal, StoreError> {
    Ok(Principal {
        key: id(row, 0),
        tenant: Tenant::of(id(row, 1), row.get(2)),
        role: label(row, 3)?,
    })
}
