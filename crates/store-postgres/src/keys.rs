//! Keys: who holds them, and how a tenant makes, rotates and revokes its own.

mod create;
mod get;
mod revoke;
mod rotate;
mod used;

use std::time::Instant;

use async_trait::async_trait;
use uuid::Uuid;
use wellhead_core::cause::Author;
use wellhead_core::command::Expected;
use wellhead_core::id::KeyId;
use wellhead_core::key::{Cached, Holder, Key, KeyRotation, NewKey, Rotated, TokenHash};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::store::{ApplyError, KeyStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::arguments::Arguments;
use crate::lane::Load;
use crate::slice::{limit, order_by};

pub(crate) use create::{INSERT, lifetime};
pub(crate) use get::{COLUMNS, key_at};
pub(crate) use revoke::REVOKE;
pub(crate) use rotate::{rotate_sql, rotated};

const ID: &str = "api_key_id";

/// Keys are no part of a ledger's history, so nothing keeps who writes them: the audit log does.
const fn nobody(tenant: Tenant) -> Author {
    Author::operator(tenant)
}

#[async_trait]
impl KeyStore for PostgresStore {
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Holder>, StoreError> {
        let ask = async {
            let sql = "SELECT api_key_id, role, expires_at, is_suspended, requests_per_second, max_deliveries, \
                         workspace_id, workspace_pk \
                       FROM core_api.key_holder_with_rates($1)";
            let slot = self.gate.get(Load::Lookup).await?;
            let ask = async {
                let statement = slot.client.prepare_cached(sql).await?;
                slot.client.query_opt(&statement, &[&&hash.0[..]]).await
            };
            let row = slot.patiently(ask).await?;
            row.as_ref().map(get::any_holder).transpose()
        };
        self.keys.holder(hash, now, ask).await
    }

    fn cached(&self, now: Instant, hash: TokenHash) -> Cached<Holder> {
        self.keys.get(hash, now)
    }

    async fn key_holder(&self, tenant: Tenant, id: KeyId) -> Result<Option<Holder>, StoreError> {
        let sql = "SELECT k.api_key_id, k.role::text, k.expires_at, w.suspended_at IS NOT NULL, \
               w.requests_per_second, w.max_deliveries \
             FROM core_api.api_keys k JOIN core_api.workspaces w ON w.pk = k.workspace_pk \
             WHERE k.workspace_pk = $1 AND k.api_key_id = $2 \
               AND k.revoked_at IS NULL AND w.deleted_at IS NULL";
        let session = self.session(tenant).await?;
        let row = session.query_opt(sql, &[tenant.pk(), &id.uuid()]).await?;
        row.map(|row| get::holder(&row, tenant)).transpose()
    }

    async fn key_find(&self, tenant: Tenant, ids: &[KeyId]) -> Result<Vec<Key>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM core_api.api_keys k \
             WHERE k.workspace_pk = $1 AND k.api_key_id = ANY ($2)"
        );
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let session = self.session_for(tenant, ids.len(), Load::Lookup).await?;
        let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
        rows.iter().map(|row| get::key(row, tenant)).collect()
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
        rows.iter().map(|row| get::key(row, tenant)).collect()
    }

    async fn key_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError> {
        let mut arguments = Arguments::default();
        let workspace = arguments.bind(*tenant.pk());
        let within = arguments.within("k", "created_at", ID, created);
        let sql = format!(
            "SELECT count(*) FROM core_api.api_keys k WHERE k.workspace_pk = {workspace}{within}"
        );
        let session = self.long_session(tenant).await?;
        session.count(&sql, &arguments.as_parameters()).await
    }

    async fn key_create(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewKey,
    ) -> Result<Key, ApplyError> {
        self.write(nobody(tenant), at, &create::Create(new)).await
    }

    async fn key_rotate(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: KeyId,
        rotation: KeyRotation,
    ) -> Result<Rotated, ApplyError> {
        let rotate = rotate::Rotate { id, rotation };
        let rotated = self.write(nobody(tenant), at, &rotate).await?;
        self.keys.forget(id);
        Ok(rotated)
    }

    async fn key_revoke(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: KeyId,
        expected: Option<Expected>,
    ) -> Result<Key, ApplyError> {
        let revoke = revoke::Revoke { id, expected };
        let revoked = self.write(nobody(tenant), at, &revoke).await?;
        self.keys.forget(id);
        Ok(revoked)
    }

    async fn key_used(
        &self,
        tenant: Tenant,
        at: Timestamp,
        uses: &[(KeyId, Timestamp)],
    ) -> Result<(), ApplyError> {
        self.write(nobody(tenant), at, &used::Used(uses)).await
    }
}
