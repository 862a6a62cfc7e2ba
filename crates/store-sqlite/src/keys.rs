use std::time::Instant;

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Row, named_params};
use wellhead_core::id::KeyId;
use wellhead_core::key::{Key, TokenHash};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::store::{KeyStore, StoreError};
use wellhead_core::tenant::{Principal, Tenant};
use wellhead_tenancy::Tenancy;

use crate::SqliteStore;
use crate::among::{among, ids};
use crate::row;
use crate::slice::{Bounds, first, limit, within};
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

    async fn key_find(&self, tenant: Tenant, wanted: &[KeyId]) -> Result<Vec<Key>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {} WHERE k.workspace_pk = :workspace",
            among("api_keys k", "k.api_key_id")
        );
        let wanted = ids(wanted.iter().map(|id| id.uuid()));
        self.pool
            .look_up(move |connection| {
                prepare(connection, &sql)?
                    .query_map(
                        named_params! { ":ids": wanted, ":workspace": tenant.pk() },
                        |row| key(row, tenant),
                    )?
                    .collect()
            })
            .await
    }

    async fn key_slice(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Key>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM api_keys k WHERE k.workspace_pk = :workspace AND {} {}",
            within("k.created_at", ID),
            first("k.created_at", ID, slice.order)
        );
        self.pool
            .read(move |connection| {
                let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
                let mut values = bounds.values();
                values.push((":workspace", tenant.pk()));
                values.push((":limit", &limit));
                prepare(connection, &sql)?
                    .query_map(&values[..], |row| key(row, tenant))?
                    .collect()
            })
            .await
    }

    async fn key_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM api_keys k WHERE k.workspace_pk = :workspace AND {}",
            within("k.created_at", ID)
        );
        self.pool
            .read(move |connection| {
                let bounds = Bounds::from(created);
                let mut values = bounds.values();
                values.push((":workspace", tenant.pk()));
                prepare(connection, &sql)?.query_row(&values[..], |row| row::count(row, 0))
            })
            .await
    }
}

const ID: &str = "k.api_key_id";

/// The columns of [`key`], of a key `k`: all but its token.
const COLUMNS: &str = "k.api_key_id, k.role, k.created_at, k.revoked_at";

/// Reads a row of [`COLUMNS`].
fn key(row: &Row<'_>, tenant: Tenant) -> rusqlite::Result<Key> {
    Ok(Key {
        id: row::id(row, 0)?,
        workspace: tenant.workspace(),
        role: row::label(row, 1)?,
        created_at: row::time(row, 2)?,
        revoked_at: row::time_or_null(row, 3)?,
    })
}

fn principal(row: &Row<'_>) -> rusqlite::Result<Principal> {
    Ok(Principal {
        key: row::id(row, 0)?,
        tenant: Tenant::of(row::id(row, 1)?, row.get(2)?),
        role: row::label(row, 3)?,
    })
}
