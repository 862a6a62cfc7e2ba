//! The audit log. There is one writer at a time, so each entry is sealed with the hash of the one before.

mod append;
mod read;

pub(crate) use append::append;

use async_trait::async_trait;
use wellhead_core::audit::{AuditFilter, Entry, Event, Heads, Stored};
use wellhead_core::id::AuditEventId;
use wellhead_core::page::{Looked, Slice};
use wellhead_core::store::{AuditStore, StoreError};
use wellhead_core::tenant::Tenant;

use crate::SqliteStore;

#[async_trait]
impl AuditStore for SqliteStore {
    async fn audit_append(
        &self,
        tenant: Tenant,
        entries: Vec<Entry>,
    ) -> Result<Vec<Event>, StoreError> {
        self.pool
            .write_for(tenant, move |connection| {
                Ok(append(connection, tenant, entries)?)
            })
            .await
    }

    async fn audit_list(
        &self,
        tenant: Tenant,
        filter: AuditFilter,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Event>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                read::list(connection, tenant, &filter, slice, most)
            })
            .await
    }

    async fn audit_get(
        &self,
        tenant: Tenant,
        id: AuditEventId,
    ) -> Result<Option<Event>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| read::find(connection, tenant, id))
            .await
    }

    async fn audit_read(
        &self,
        tenant: Tenant,
        after: u64,
        most: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                read::behind(connection, tenant, after, most)
            })
            .await
    }

    async fn audit_heads(&self, tenant: Tenant) -> Result<Option<Heads>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| read::heads(connection, tenant))
            .await
    }
}
