//! Recalls: who has to be told, what an erasure destroys, and what keeps an erased record from coming back.

mod destroy;
mod get;
mod list;
mod make;
mod marks;
mod notifications;
mod suppressions;
mod traces;

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

use crate::PostgresStore;

#[async_trait]
impl RecallStore for PostgresStore {
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
        self.write(author, at, &make::Make { new: &new, by }).await
    }

    async fn recall_destroy(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
    ) -> Result<Job, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        self.write(author, at, &destroy::Destroy(id)).await
    }

    async fn recall_get(&self, tenant: Tenant, id: RecallId) -> Result<Option<Recall>, StoreError> {
        get::get(&self.long_session(tenant).await?, tenant, id).await
    }

    async fn recall_list(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        slice: Slice,
    ) -> Result<Vec<Recall>, StoreError> {
        list::list(&self.long_session(tenant).await?, tenant, filter, slice).await
    }

    async fn recall_count(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        list::count(&self.long_session(tenant).await?, tenant, filter, created).await
    }

    async fn erasure_marks(
        &self,
        tenant: Tenant,
        id: RecallId,
    ) -> Result<Option<ErasureMarks>, StoreError> {
        marks::of_erasure(&self.long_session(tenant).await?, tenant, id).await
    }

    async fn notification_get(
        &self,
        tenant: Tenant,
        id: NotificationId,
    ) -> Result<Option<Notification>, StoreError> {
        notifications::get(&self.session(tenant).await?, tenant, id).await
    }

    async fn notification_list(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        slice: Slice,
    ) -> Result<Vec<Notification>, StoreError> {
        notifications::list(&self.long_session(tenant).await?, tenant, filter, slice).await
    }

    async fn notification_count(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        due: Interval,
    ) -> Result<u64, StoreError> {
        notifications::count(&self.long_session(tenant).await?, tenant, filter, due).await
    }

    async fn notification_update(
        &self,
        author: Author,
        at: Timestamp,
        id: NotificationId,
        changes: NotificationChanges,
    ) -> Result<Notification, ApplyError> {
        let update = notifications::Update { id, changes };
        self.write(author, at, &update).await
    }

    async fn suppression_get(
        &self,
        tenant: Tenant,
        id: SuppressionId,
    ) -> Result<Option<Suppression>, StoreError> {
        suppressions::get(&self.session(tenant).await?, tenant, id).await
    }

    async fn suppression_list(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        slice: Slice,
    ) -> Result<Vec<Suppression>, StoreError> {
        suppressions::list(&self.long_session(tenant).await?, tenant, filter, slice).await
    }

    async fn suppression_count(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        suppressions::count(&self.long_session(tenant).await?, tenant, filter, created).await
    }

    async fn suppression_lift(
        &self,
        author: Author,
        at: Timestamp,
        id: SuppressionId,
        reason: Note,
    ) -> Result<Suppression, ApplyError> {
        let lift = suppressions::Lift { id, reason };
        self.write(author, at, &lift).await
    }
}
