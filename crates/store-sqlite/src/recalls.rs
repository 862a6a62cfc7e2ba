//! Recalls: who has to be told, what an erasure destroys, and what keeps an erased record from coming back.

mod destroy;
mod get;
mod list;
mod make;
mod marks;
mod notifications;
mod remains;
mod suppressions;
mod traces;

pub(crate) use get::erased;
pub(crate) use marks::{Marks, refuse};

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::{JobId, NotificationId, RecallId, SuppressionId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::privacy::{
    ErasureMarks, NewRecall, Notification, NotificationChanges, NotificationFilter, Recall,
    RecallFilter, SubjectRight, Suppression, SuppressionFilter,
};
use wellhead_core::resource::Job;
use wellhead_core::store::{ApplyError, RecallStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;

impl SqliteStore {
    /// Writes the file anew, so that it holds nothing of rows that were removed. Not while somebody reads an older state.
    pub(crate) async fn rewrite(&self) {
        if let Err(error) = self.pool.maintain(remains::rewrite).await {
            tracing::warn!(%error, "the file may hold parts of removed rows until the next removal, or VACUUM");
        }
    }
}

#[async_trait]
impl RecallStore for SqliteStore {
    async fn recall_make(
        &self,
        author: Author,
        at: Timestamp,
        new: NewRecall,
    ) -> Result<Vec<Recall>, ApplyError> {
        let by = author.cause;
        // An erasure's job is what links remember.
        let cause = match new.right {
            SubjectRight::Erasure => Cause::Job(new.id.job()),
            SubjectRight::Rectification | SubjectRight::Restriction => by,
        };
        let author = Author::new(author.tenant, cause);
        self.command(author, at, move |change| make::make(change, &new, by))
            .await
    }

    async fn recall_destroy(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
    ) -> Result<Job, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        let destroyed = self.command(author, at, move |change| destroy::destroy(change, id));
        let destroyed = destroyed.await?;
        let path = self.path.clone();
        self.pool
            .maintain(move |connection| remains::remove(connection, &path, &destroyed))
            .await?;
        self.command(author, at, move |change| destroy::end(change, id))
            .await
    }

    async fn recall_get(&self, tenant: Tenant, id: RecallId) -> Result<Option<Recall>, StoreError> {
        self.pool
            .read(tenant, move |connection| get::get(connection, tenant, id))
            .await
    }

    async fn recall_list(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        slice: Slice,
    ) -> Result<Vec<Recall>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                list::list(connection, tenant, filter, slice)
            })
            .await
    }

    async fn recall_count(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                list::count(connection, tenant, filter, created)
            })
            .await
    }

    async fn erasure_marks(
        &self,
        tenant: Tenant,
        id: RecallId,
    ) -> Result<Option<ErasureMarks>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                marks::of_erasure(connection, tenant, id)
            })
            .await
    }

    async fn notification_get(
        &self,
        tenant: Tenant,
        id: NotificationId,
    ) -> Result<Option<Notification>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                let found = notifications::find(connection, tenant, id)?;
                Ok(found.map(|(_, notification)| notification))
            })
            .await
    }

    async fn notification_list(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        slice: Slice,
    ) -> Result<Vec<Notification>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                notifications::list(connection, tenant, filter, slice)
            })
            .await
    }

    async fn notification_count(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        due: Interval,
    ) -> Result<u64, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                notifications::count(connection, tenant, filter, due)
            })
            .await
    }

    async fn notification_update(
        &self,
        author: Author,
        at: Timestamp,
        id: NotificationId,
        changes: NotificationChanges,
    ) -> Result<Notification, ApplyError> {
        self.command(author, at, move |change| {
            notifications::update(change, id, changes)
        })
        .await
    }

    async fn suppression_get(
        &self,
        tenant: Tenant,
        id: SuppressionId,
    ) -> Result<Option<Suppression>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                let found = suppressions::find(connection, tenant, id)?;
                Ok(found.map(|(_, suppression)| suppression))
            })
            .await
    }

    async fn suppression_list(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        slice: Slice,
    ) -> Result<Vec<Suppression>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                suppressions::list(connection, tenant, filter, slice)
            })
            .await
    }

    async fn suppression_count(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                suppressions::count(connection, tenant, filter, created)
            })
            .await
    }

    async fn suppression_lift(
        &self,
        author: Author,
        at: Timestamp,
        id: SuppressionId,
        reason: Note,
    ) -> Result<Suppression, ApplyError> {
        self.command(author, at, move |change| {
            suppressions::lift(change, id, &reason)
        })
        .await
    }
}
