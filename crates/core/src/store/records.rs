use async_trait::async_trait;

use super::StoreError;
use crate::id::RecordId;
use crate::page::{Interval, Slice};
use crate::record::{Kind, Record, RecordFilter, RecordRef, Search};
use crate::resource::Deleted;
use crate::tenant::Tenant;

/// Reads records.
#[async_trait]
pub trait RecordStore: Send + Sync {
    /// One record by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Record>, StoreError>;

    /// The records of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        slice: Slice,
    ) -> Result<Vec<Record>, StoreError>;

    /// Those of the records `ids` that there are, soft-deleted ones too, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_find(
        &self,
        tenant: Tenant,
        kind: Kind,
        ids: &[RecordId],
    ) -> Result<Vec<Record>, StoreError>;

    /// How many records lie in `created` and pass `filter`. Costs what it counts.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        created: Interval,
    ) -> Result<u64, StoreError>;

    /// The active records of which a name begins so, by one of the kind's search keys, or whose external id is
    /// so: each once, in the order of their [places](Search::place). Of those with one beginning of one name the
    /// first `limit` are enough. Costs what it answers, not what there are records.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_search(
        &self,
        tenant: Tenant,
        kind: Kind,
        search: &Search,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError>;
}
