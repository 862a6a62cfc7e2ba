//! Merges: several records become one, with their links and identities.
//!
//! A link that moves is superseded like any other that changes, so its past stays: it says from when until when it was
//! whose. That is also what an undoing goes by.

mod get;
mod make;
mod step;
mod undo;

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

use crate::PostgresStore;
use crate::lane::Load;

#[async_trait]
impl MergeStore for PostgresStore {
    async fn merge_make(
        &self,
        author: Author,
        at: Timestamp,
        new: NewMerge,
        limit: usize,
    ) -> Result<Job, ApplyError> {
        let make = make::Make {
            new: &new,
            by: author.cause,
            limit,
        };
        // Its job is what links remember.
        let author = Author::new(author.tenant, Cause::Job(new.id));
        self.write(author, at, &make).await
    }

    async fn merge_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        limit: usize,
    ) -> Result<Stepped, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        self.write(author, at, &step::Step { id, limit }).await
    }

    async fn merge_undo(
        &self,
        author: Author,
        at: Timestamp,
        kind: Kind,
        id: JobId,
        most: usize,
    ) -> Result<Merge, ApplyError> {
        let undo = undo::Undo {
            kind,
            id,
            by: author.cause,
            most,
        };
        let author = Author::new(author.tenant, Cause::Job(id));
        self.write(author, at, &undo).await
    }

    async fn merge_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: JobId,
    ) -> Result<Option<Merge>, StoreError> {
        get::get(&self.session(tenant).await?, tenant, kind, id).await
    }

    async fn merge_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        slice: Slice,
    ) -> Result<Vec<Merge>, StoreError> {
        let session = self.page_session(tenant, slice, Load::Page).await?;
        get::list(&session, tenant, kind, slice).await
    }

    async fn merge_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
    ) -> Result<u64, StoreError> {
        get::count(&self.long_session(tenant).await?, tenant, kind, created).await
    }

    async fn record_survivor(
        &self,
        tenant: Tenant,
        record: RecordRef,
    ) -> Result<Option<RecordId>, StoreError> {
        get::survivor(&self.session(tenant).await?, tenant, record).await
    }
}
