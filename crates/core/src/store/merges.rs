use async_trait::async_trait;

use super::{ApplyError, Stepped, StoreError};
use crate::cause::Author;
use crate::id::{JobId, RecordId};
use crate::identity::{Merge, NewMerge};
use crate::page::{Interval, Slice};
use crate::record::{Kind, RecordRef};
use crate::resource::Job;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Merges records.
///
/// From the moment that a merge is made, the others are soft-deleted, their identities are the survivor's, and lines that
/// name them mean the survivor. Their links move to it in steps, with their past, deleted or not; until one has, a line
/// that means the survivor touches it, too.
#[async_trait]
pub trait MergeStore: Send + Sync {
    /// Makes a merge and its job, and moves up to `limit` links, in one atomic step. If there are no more, the job is a
    /// success.
    ///
    /// # Errors
    /// As command 0: `RecordNotFound`, `Merged` if one of the records was merged before, or `MergeUnderWay` if another merge
    /// is still moving links to one of the others.
    async fn merge_make(
        &self,
        author: Author,
        at: Timestamp,
        new: NewMerge,
        limit: usize,
    ) -> Result<Job, ApplyError>;

    /// Moves up to `limit` more links of a merge, atomically, and ends its job if there are no more.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `JobIsDone`.
    async fn merge_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        limit: usize,
    ) -> Result<Stepped, ApplyError>;

    /// Undoes a merge as a whole, in one atomic step: the others are active again, and have the links and identities that
    /// were theirs. It moves back no more than `most` links. One that is undone stays as it is.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `CannotUndo`.
    async fn merge_undo(
        &self,
        author: Author,
        at: Timestamp,
        kind: Kind,
        id: JobId,
        most: usize,
    ) -> Result<Merge, ApplyError>;

    /// One merge by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn merge_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: JobId,
    ) -> Result<Option<Merge>, StoreError>;

    /// The merges of `slice`, in its order.
    ///
    /// # Errors
    /// When the store fails.
    async fn merge_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        slice: Slice,
    ) -> Result<Vec<Merge>, StoreError>;

    /// The number of merges in an interval of creation.
    ///
    /// # Errors
    /// When the store fails.
    async fn merge_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
    ) -> Result<u64, StoreError>;

    /// The record that a merged one is part of now; `None` if it was not merged, or does not exist.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_survivor(
        &self,
        tenant: Tenant,
        record: RecordRef,
    ) -> Result<Option<RecordId>, StoreError>;
}
