use async_trait::async_trait;

use super::StoreError;
use crate::journal::{Changes, Expired, Place};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Reads the journal. It is written in the transactions that it tells of.
#[async_trait]
pub trait JournalStore: Send + Sync {
    /// The first `most` changes after a place, in order, or from where the journal goes on if it does not go on from
    /// there: the changes behind it are no longer kept, or it has never been in this journal.
    ///
    /// # Errors
    /// When the store fails.
    async fn journal_read(
        &self,
        tenant: Tenant,
        after: Place,
        most: usize,
    ) -> Result<Result<Changes, Expired>, StoreError>;

    /// The place behind the newest change.
    ///
    /// # Errors
    /// When the store fails.
    async fn journal_head(&self, tenant: Tenant) -> Result<Place, StoreError>;

    /// Forgets the oldest changes, if they were made before `before`: those of at most `most` transactions. Returns
    /// whether there may be more.
    ///
    /// # Errors
    /// When the store fails.
    async fn journal_forget(
        &self,
        tenant: Tenant,
        before: Timestamp,
        most: usize,
    ) -> Result<bool, StoreError>;

    /// The workspaces whose oldest change was made before `before`. Their tenants permit a service to tend them.
    ///
    /// # Errors
    /// When the store fails.
    async fn journal_old(&self, before: Timestamp) -> Result<Vec<Tenant>, StoreError>;
}
