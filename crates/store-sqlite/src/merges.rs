//! Merges: several records become one, with their links and identities.
//!
//! A link that moves is superseded like any other that changes, so its past stays: it says from when until when it was
//! whose. That is also what an undoing goes by.

mod get;
mod make;
mod step;
mod undo;

pub(crate) use get::{merged, not_there};
pub(crate) use make::settled;

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::{JobId, RecordId};
use wellhead_core::identity::{Merge, NewMerge};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::Job;
use wellhead_core::store::{ApplyError, MergeStore, Stepped, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;

#[async_trait]
impl MergeStore for SqliteStore {
    async fn merge_make(
        &self,
        author: Author,
        at: Timestamp,
        new: NewMerge,
        limit: usize,
    ) -> Result<Job, ApplyError> {
        let by = author.cause;
        // Its job is what links remember.
        let author = Author::new(author.tenant, Cause::Job(new.id));
        self.command(author, at, move |change| {
            make::make(change, &new, by, limit)
        })
        .await
    }

    async fn merge_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        limit: usize,
    ) -> Result<Stepped, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        self.command(author, at, move |change| step::step(change, id, limit))
            .await
    }

    async fn merge_undo(
        &self,
        author: Author,
        at: Timestamp,
        kind: Kind,
        id: JobId,
        most: usize,
    ) -> Result<Merge, ApplyError> {
        let by = author.cause;
        let author = Author::new(author.tenant, Cause::Job(id));
        self.command(author, at, move |change| {
            undo::undo(change, kind, id, by, most)
        })
        .await
    }

    async fn merge_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: JobId,
    ) -> Result<Option<Merge>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                let found = get::find(connection, tenant, kind, id)?;
                Ok(found.map(|stored| stored.merge))
            })
            .await
    }

    async fn merge_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        slice: Slice,
    ) -> Result<Vec<Merge>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                get::list(connection, tenant, kind, slice)
            })
            .await
    }

    async fn merge_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
    ) -> Result<u64, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                get::count(connection, tenant, kind, created)
            })
            .await
    }

    async fn record_survivor(
        &self,
        tenant: Tenant,
        record: RecordRef,
    ) -> Result<Option<RecordId>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                get::survivor(connection, tenant, record)
            })
            .await
    }
}
