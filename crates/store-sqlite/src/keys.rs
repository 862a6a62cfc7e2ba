//! Keys: who holds them, and how a tenant makes, rotates and revokes its own.

mod create;
mod get;
mod revoke;
mod rotate;
mod used;

use std::time::Instant;

use async_trait::async_trait;
use rusqlite::{OptionalExtension, named_params};
use wellhead_core::cause::Author;
use wellhead_core::command::Expected;
use wellhead_core::id::KeyId;
use wellhead_core::key::{Cached, Holder, Key, KeyRotation, NewKey, Rotated, TokenHash};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::store::{ApplyError, KeyStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::SqliteStore;
use crate::among::{among, ids};
use crate::row;
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;

pub(crate) use create::insert;
pub(crate) use get::{SELECT, find, key};
pub(crate) use revoke::mark;
pub(crate) use rotate::replace;

const ID: &str = "k.api_key_id";

/// Keys are no part of a ledger's history, so nothing keeps who writes them: the audit log does.
const fn nobody(tenant: Tenant) -> Author {
    Author::operator(tenant)
}

#[async_trait]
impl KeyStore for SqliteStore {
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Holder>, StoreError> {
        let ask = self.pool.look_up_key(move |connection| {
            let sql = format!("{} AND k.token_hash = :hash", get::HOLDERS);
            prepare(connection, &sql)?
                .query_row(named_params! { ":hash": hash.0 }, get::holder)
                .optional()
        });
        self.keys.holder(hash, now, ask).await
    }

    fn cached(&self, now: Instant, hash: TokenHash) -> Cached<Holder> {
        self.keys.get(hash, now)
    }

    async fn key_holder(&self, tenant: Tenant, id: KeyId) -> Result<Option<Holder>, StoreError> {
        let sql = format!(
            "{} AND k.workspace_pk = :workspace AND {ID} = :id",
            get::HOLDERS
        );
        self.pool
            .look_up(tenant, move |connection| {
                let values = named_params! { ":workspace": tenant.pk(), ":id": id.uuid() };
                prepare(connection, &sql)?
                    .query_row(values, get::holder)
                    .optional()
            })
            .await
    }

    async fn key_find(&self, tenant: Tenant, wanted: &[KeyId]) -> Result<Vec<Key>, StoreError> {
        let sql = format!(
            "SELECT {} FROM {} CROSS JOIN workspaces w ON w.pk = k.workspace_pk
            WHERE k.workspace_pk = :workspace",
            get::COLUMNS,
            among("api_keys k", ID)
        );
        let wanted = ids(wanted.iter().map(|id| id.uuid()));
        self.pool
            .look_up(tenant, move |connection| {
                prepare(connection, &sql)?
                    .query_map(
                        named_params! { ":ids": wanted, ":workspace": tenant.pk() },
                        key,
                    )?
                    .collect()
            })
            .await
    }

    async fn key_slice(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Key>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE k.workspace_pk = :workspace AND {} {}",
            within("k.created_at", ID),
            first("k.created_at", ID, slice.order)
        );
        self.pool
            .read(tenant, move |connection| {
                let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
                let mut values = bounds.values();
                values.push((":workspace", tenant.pk()));
                values.push((":limit", &limit));
                prepare(connection, &sql)?
                    .query_map(&values[..], key)?
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
            .read(tenant, move |connection| {
                let bounds = Bounds::from(created);
                let mut values = bounds.values();
                values.push((":workspace", tenant.pk()));
                prepare(connection, &sql)?.query_row(&values[..], |row| row::count(row, 0))
            })
            .await
    }

    async fn key_create(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewKey,
    ) -> Result<Key, ApplyError> {
        self.command(nobody(tenant), at, move |change| {
            create::create(change, &new)
        })
        .await
    }

    async fn key_rotate(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: KeyId,
        rotation: KeyRotation,
    ) -> Result<Rotated, ApplyError> {
        let rotate = self.command(nobody(tenant), at, move |change| {
            rotate::rotate(change, id, &rotation)
        });
        let rotated = rotate.await?;
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
        let revoke = self.command(nobody(tenant), at, move |change| {
            revoke::revoke(change, id, expected.as_ref())
        });
        let revoked = revoke.await?;
        self.keys.forget(id);
        Ok(revoked)
    }

    async fn key_used(
        &self,
        tenant: Tenant,
        at: Timestamp,
        uses: &[(KeyId, Timestamp)],
    ) -> Result<(), ApplyError> {
        let uses = uses.to_vec();
        self.command(nobody(tenant), at, move |change| used::used(change, &uses))
            .await
    }
}
