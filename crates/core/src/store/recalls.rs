use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::cause::Author;
use crate::id::{JobId, NotificationId, RecallId, SuppressionId};
use crate::page::{Interval, Slice};
use crate::privacy::{
    ErasureMarks, NewRecall, Notification, NotificationChanges, NotificationFilter, Recall,
    RecallFilter, Suppression, SuppressionFilter,
};
use crate::resource::Job;
use crate::tenant::Tenant;
use crate::text::Note;
use crate::time::Timestamp;

/// Recalls records from those who received them, and erases them.
#[async_trait]
pub trait RecallStore: Send + Sync {
    /// Records a recall, with one pending notification for each recipient: each line of connectors with an output link of
    /// the record, active or ended, now or in the past, or of one that was merged into it. In the same atomic step an erasure
    /// opens its job, soft-deletes the record with its links and identities, and suppresses each external id that the record,
    /// one that was merged into it, or an identity has or had. From then on none of them comes back, whatever is delivered
    /// meanwhile. Nothing is destroyed yet.
    ///
    /// The record may be soft-deleted. Soft-deleted records that have the external id of one that is erased are erased with
    /// it, each by an [erasure of its own](RecallId::along).
    ///
    /// An erasure that is repeated brings what it suppressed, which is suppressed again. If its record is missing, that is all
    /// that it does.
    ///
    /// Returns the recall, and after it those that go along.
    ///
    /// # Errors
    /// As command 0: `NotFound`, `Merged`, `Erased` if it was erased before, `EraseInstead`, `MergeUnderWay` for an erasure
    /// while a merge is still moving links to it, `AnotherKey` if it is repeated and the workspace has another key, or
    /// `IdTaken`.
    async fn recall_make(
        &self,
        author: Author,
        at: Timestamp,
        new: NewRecall,
    ) -> Result<Vec<Recall>, ApplyError>;

    /// Destroys what names the record of an erasure, and ends its job, in one atomic step: the values, keys and external ids
    /// of the record and of those that were merged into it, their identities, and what rejected lines and errors of runs say
    /// of them. Then makes sure that no file of the database still holds it, as far as the engine can. If it is done already,
    /// only the latter.
    ///
    /// # Errors
    /// As command 0: `NotFound`.
    async fn recall_destroy(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
    ) -> Result<Job, ApplyError>;

    /// One recall, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn recall_get(&self, tenant: Tenant, id: RecallId) -> Result<Option<Recall>, StoreError>;

    /// The recalls of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn recall_list(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        slice: Slice,
    ) -> Result<Vec<Recall>, StoreError>;

    /// The number of recalls in an interval of creation that pass `filter`.
    ///
    /// # Errors
    /// When the store fails.
    async fn recall_count(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        created: Interval,
    ) -> Result<u64, StoreError>;

    /// What an erasure suppresses, or `None` if there is no such erasure.
    ///
    /// # Errors
    /// When the store fails.
    async fn erasure_marks(
        &self,
        tenant: Tenant,
        id: RecallId,
    ) -> Result<Option<ErasureMarks>, StoreError>;

    /// One notification, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn notification_get(
        &self,
        tenant: Tenant,
        id: NotificationId,
    ) -> Result<Option<Notification>, StoreError>;

    /// The notifications of `slice` that pass `filter`, in the slice's order. Their place is when they are due.
    ///
    /// # Errors
    /// When the store fails.
    async fn notification_list(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        slice: Slice,
    ) -> Result<Vec<Notification>, StoreError>;

    /// The number of notifications that are due in an interval and pass `filter`.
    ///
    /// # Errors
    /// When the store fails.
    async fn notification_count(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        due: Interval,
    ) -> Result<u64, StoreError>;

    /// [Changes](NotificationChanges::make) a notification.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `ReasonNeeded`.
    async fn notification_update(
        &self,
        author: Author,
        at: Timestamp,
        id: NotificationId,
        changes: NotificationChanges,
    ) -> Result<Notification, ApplyError>;

    /// One suppression, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn suppression_get(
        &self,
        tenant: Tenant,
        id: SuppressionId,
    ) -> Result<Option<Suppression>, StoreError>;

    /// The suppressions of `slice` that pass `filter`, in the slice's order, including lifted ones.
    ///
    /// # Errors
    /// When the store fails.
    async fn suppression_list(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        slice: Slice,
    ) -> Result<Vec<Suppression>, StoreError>;

    /// The number of suppressions in an interval of creation that pass `filter`.
    ///
    /// # Errors
    /// When the store fails.
    async fn suppression_count(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        created: Interval,
    ) -> Result<u64, StoreError>;

    /// Lifts a suppression: the id may come back. One that was lifted stays as it is.
    ///
    /// # Errors
    /// As command 0: `NotFound`.
    async fn suppression_lift(
        &self,
        author: Author,
        at: Timestamp,
        id: SuppressionId,
        reason: Note,
    ) -> Result<Suppression, ApplyError>;
}
