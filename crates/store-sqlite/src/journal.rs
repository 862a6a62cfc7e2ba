//! The journal. A change is written down in the transaction that makes it, as the last thing before the commit.
//!
//! There is one writer, so the order of the positions is the order of the commits.

mod forget;
mod read;
mod state;
mod write;

pub(crate) use forget::forget;

use async_trait::async_trait;
use wellhead_core::journal::{Changes, Expired, Place};
use wellhead_core::store::{JournalStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;

#[async_trait]
impl JournalStore for SqliteStore {
    async fn journal_read(
        &self,
        tenant: Tenant,
        after: Place,
        most: usize,
    ) -> Result<Result<Changes, Expired>, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                read::read(connection, tenant, after, most)
            })
            .await
    }

    async fn journal_head(&self, tenant: Tenant) -> Result<Place, StoreError> {
        self.pool
            .look_up(tenant, move |connection| read::head(connection, tenant))
            .await
    }

    async fn journal_forget(
        &self,
        tenant: Tenant,
        before: Timestamp,
        most: usize,
    ) -> Result<bool, StoreError> {
        self.pool
            .write(move |connection| Ok(forget::forget(connection, tenant, before, most)? == most))
            .await
    }

    async fn journal_old(&self, before: Timestamp) -> Result<Vec<Tenant>, StoreError> {
        self.pool
            .read_of_all(move |connection| forget::old(connection, before))
            .await
    }
}
