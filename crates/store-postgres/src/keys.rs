use std::time::Instant;

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::KeyId;
use wellhead_core::key::{Key, TokenHash};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::store::{KeyStore, StoreError};
use wellhead_core::tenant::{Principal, Tenant};
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::arguments::Arguments;
use crate::lane::Load;
use crate::row::{id, label, time, time_or_null};
use crate::slice::{limit, order_by};

#[async_trait]
impl KeyStore for PostgresStore {
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Principal>, StoreError> {
        let ask = async {
            let sql = "SELECT api_key_id, workspace_id, workspace_pk, role FROM core_api.authenticate($1)";
            let slot = self.gate.get(Load::Lookup).await?;
            let ask = async {
                let statement = slot.client.prepare_cached(sql).await?;
                slot.client.query_opt(&statement, &[&&hash.0[..]]).await
            };
            let row = slot.patiently(ask).await?;
            row.as_ref().map(principal).transpose()
        };
        self.keys.bearer(hash, now, ask).await
    }

    async fn key_find(&self, tenant: Tenant, ids: &[KeyId]) -> Result<Vec<Key>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM core_api.api_keys k \
             WHERE k.workspace_pk = $1 AND k.api_key_id = ANY ($2)"
        );
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
        rows.iter().map(|row| key(row, tenant)).collect()
    }

    async fn key_slice(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Key>, StoreError> {
        let mut arguments = Arguments::default();
        let workspace = arguments.bind(*tenant.pk());
        let within = arguments.within("k", "created_at", ID, slice.interval);
        let order = order_by("k", "created_at", ID, slice.order);
        let limit = arguments.bind(limit(slice.limit));
        let sql = format!(
            "SELECT {COLUMNS} FROM core_api.api_keys k \
             WHERE k.workspace_pk = {workspace}{within} {order} LIMIT {limit}"
        );
        let session = self.page_session(tenant, slice, Load::Lookup).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(|row| key(row, tenant)).collect()
    }

    async fn key_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError> {
        let mut arguments = Arguments::default();
        let workspace = arguments.bind(*tenant.pk());
        let within = arguments.within("k", "created_at", ID, created);
        let sql = format!(
            "SELECT count(*) FROM core_api.api_keys k WHERE k.workspace_pk = {workspace}{within}"
        );
        let session = self.session(tenant).await?;
        session.count(&sql, &arguments.as_parameters()).await
    }
}

const ID: &str = "api_key_id";

/// The columns of [`key`]: what the service may read of a key `k`.
const COLUMNS: &str = "k.api_key_id, k.role::text, k.created_at, k.revoked_at";

/// Reads a row of [`COLUMNS`].
fn key(row: &Row, tenant: Tenant) -> Result<Key, StoreError> {
    Ok(Key {
        id: id(row, 0),
        workspace: tenant.workspace(),
        role: label(row, 1)?,
        created_at: time(row, 2),
        revoked_at: time_or_null(row, 3),
    })
}

fn principal(row: &Row) -> Result<Principal, StoreError> {
    Ok(Principal {
        key: id(row, 0),
        tenant: Tenant::of(id(row, 1), row.get(2)),
        role: label(row, 3)?,
    })
}
