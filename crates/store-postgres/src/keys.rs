use std::time::Instant;

use async_trait::async_trait;
use wellhead_core::key::TokenHash;
use wellhead_core::store::{KeyStore, StoreError};
use wellhead_core::tenant::{Principal, Tenant};

use crate::PostgresStore;
use crate::error::failed;
use crate::row::{id, label};

#[async_trait]
impl KeyStore for PostgresStore {
    async fn authenticate(&self, hash: TokenHash) -> Result<Option<Principal>, StoreError> {
        if let Some(principal) = self.keys.get(hash, Instant::now()) {
            return Ok(Some(principal));
        }
        let asked = self.keys.asking(Instant::now());
        let client = self.service.get().await?;
        let sql =
            "SELECT api_key_id, workspace_id, workspace_pk, role FROM core_api.authenticate($1)";
        let ask = async {
            let statement = client.prepare_cached(sql).await?;
            client.query_opt(&statement, &[&&hash.0[..]]).await
        };
        let Some(row) = ask.await.map_err(failed)? else {
            return Ok(None);
        };
        let principal = Principal {
            key: id(&row, 0),
            tenant: Tenant {
                workspace: id(&row, 1),
                pk: row.get(2),
            },
            role: label(&row, 3)?,
        };
        self.keys.keep(asked, hash, principal);
        Ok(Some(principal))
    }
}
