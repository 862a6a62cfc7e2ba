//! The journal. A transaction collects what it changes and writes it down last, before its commit.
//!
//! The counter of the workspace is raised by the same statement. Whoever raises it waits for whoever did so before, so
//! positions are in the order of the commits. Between that statement and the commit there is nothing to wait for but
//! the disk.

mod forget;
mod read;
mod state;
mod write;

pub(crate) use write::journal_made;

use async_trait::async_trait;
use wellhead_core::journal::{Changes, Expired, Place};
use wellhead_core::store::{JournalStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::row::At;
use crate::workspaces::named_by;

#[async_trait]
impl JournalStore for PostgresStore {
    async fn journal_read(
        &self,
        tenant: Tenant,
        after: Place,
        most: usize,
    ) -> Result<Result<Changes, Expired>, StoreError> {
        let session = self.long_session(tenant).await?;
        read::read(&session, tenant, after, most).await
    }

    async fn journal_head(&self, tenant: Tenant) -> Result<Place, StoreError> {
        read::head(&self.session(tenant).await?, tenant).await
    }

    async fn journal_forget(
        &self,
        tenant: Tenant,
        before: Timestamp,
        most: usize,
    ) -> Result<bool, StoreError> {
        forget::forget(self, tenant, before, most).await
    }

    async fn journal_old(&self, before: Timestamp) -> Result<Vec<Tenant>, StoreError> {
        named_by(&self.writes, "journal_old($1)", &[&At(before)]).await
    }
}
