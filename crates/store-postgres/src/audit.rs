//! The audit log. Whoever adds entries locks the workspace's head, so that each is sealed with the hash of the one before.

mod append;
mod read;

pub(crate) use append::append;

use async_trait::async_trait;
use wellhead_core::audit::{AuditFilter, Entry, Event, Heads, Stored};
use wellhead_core::id::AuditEventId;
use wellhead_core::page::{Looked, Slice};
use wellhead_core::store::{AuditStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::error::failed;
use crate::look;
use crate::session::{begin, in_time};
use crate::slice::limit;

#[async_trait]
impl AuditStore for PostgresStore {
    async fn audit_append(
        &self,
        tenant: Tenant,
        entries: Vec<Entry>,
    ) -> Result<Vec<Event>, StoreError> {
        in_time(&self.writes, async {
            let mut client = self.writes.get_for(tenant).await?;
            let commit = client.commit();
            let transaction = begin(&mut client, tenant).await?;
            let added = append(&transaction, tenant, entries)
                .await
                .map_err(failed)?;
            let committed = commit.make(transaction).await?;
            committed.map_err(failed)?;
            client.answered();
            Ok(added)
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
        let (sql, arguments) = read::slice(tenant, filter, slice, most);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        look::looked(&rows, read::event)
    }

    async fn audit_get(
        &self,
        tenant: Tenant,
        id: AuditEventId,
    ) -> Result<Option<Event>, StoreError> {
        let session = self.session(tenant).await?;
        let row = session
            .query_opt(&read::one(), &[tenant.pk(), &id.uuid()])
            .await?;
        row.as_ref().map(read::event).transpose()
    }

    async fn audit_read(
        &self,
        tenant: Tenant,
        after: u64,
        most: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let session = self.long_session(tenant).await?;
        let rows = session
            .query(&read::behind(), &[tenant.pk(), &after, &limit(most)])
            .await?;
        Ok(rows.iter().map(read::stored).collect())
    }

    async fn audit_heads(&self, tenant: Tenant) -> Result<Option<Heads>, StoreError> {
        let session = self.session(tenant).await?;
        let row = session.query_opt(read::HEADS, &[tenant.pk()]).await?;
        row.as_ref().map(read::heads).transpose()
    }
}
