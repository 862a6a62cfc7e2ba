use async_trait::async_trait;

use super::StoreError;
use crate::audit::{AuditFilter, Entry, Event, Heads, Stored};
use crate::id::AuditEventId;
use crate::page::{Looked, Slice};
use crate::tenant::Tenant;

/// Keeps the audit logs. They are only added to: a database refuses to change or to delete an entry, unless the log's
/// `forgotten` position was raised to it or further before.
#[async_trait]
pub trait AuditStore: Send + Sync {
    /// Adds entries behind the last one, in this order, all or none, each sealed with the hash of the one before. Whoever
    /// else adds some waits. Returns them in their places; none if the workspace is gone, and its log with it.
    ///
    /// # Errors
    /// When the store fails.
    async fn audit_append(
        &self,
        tenant: Tenant,
        entries: Vec<Entry>,
    ) -> Result<Vec<Event>, StoreError>;

    /// The entries of `slice` that pass `filter`, among the first `most` entries, or the first `most` about the one thing
    /// that the filter names.
    ///
    /// # Errors
    /// When the store fails, or holds something that is no entry.
    async fn audit_list(
        &self,
        tenant: Tenant,
        filter: AuditFilter,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Event>, StoreError>;

    /// One entry by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails, or holds something that is no entry.
    async fn audit_get(
        &self,
        tenant: Tenant,
        id: AuditEventId,
    ) -> Result<Option<Event>, StoreError>;

    /// The first `most` entries behind the position `after`, in the order of their positions, as they lie there.
    ///
    /// # Errors
    /// When the store fails.
    async fn audit_read(
        &self,
        tenant: Tenant,
        after: u64,
        most: usize,
    ) -> Result<Vec<Stored>, StoreError>;

    /// Where the log begins and ends; `None` if nothing says so.
    ///
    /// # Errors
    /// When the store fails.
    async fn audit_heads(&self, tenant: Tenant) -> Result<Option<Heads>, StoreError>;
}
