use std::time::Instant;

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Row, named_params};
use wellhead_core::key::TokenHash;
use wellhead_core::store::{KeyStore, StoreError};
use wellhead_core::tenant::{Principal, Tenant};
use wellhead_tenancy::Tenancy;

use crate::SqliteStore;
use crate::row;
use crate::statement::prepare;

#[async_trait]
impl KeyStore for SqliteStore {
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Principal>, StoreError> {
        let sql = "SELECT k.api_key_id, w.workspace_id, w.pk, k.role
            FROM api_keys k CROSS JOIN workspaces w ON w.pk = k.workspace_pk
            WHERE k.token_hash = :hash AND k.revoked_at IS NULL AND w.deleted_at IS NULL";
        let ask = self.pool.look_up(move |connection| {
            prepare(connection, sql)?
                .query_row(named_params! { ":hash": hash.0 }, principal)
                .optional()
        });
        self.keys.bearer(hash, now, ask).await
    }
}

fn principal(row: &Row<'_>) -> rusqlite::Result<Principal> {
    Ok(Principal {
        key: row::id(row, 0)?,
        tenant: Tenant::of(row::id(row, 1)?, row.get(2)?),
        role: row::label(row, 3)?,
    })
}
