use async_trait::async_trait;

use super::StoreError;
use crate::id::RecordId;
use crate::identity::{Alike, Likeness};
use crate::page::{Interval, Looked, Slice, Total};
use crate::record::{Kind, OnlySource, Record, RecordFilter, RecordRef, Search, Sourced};
use crate::resource::Deleted;
use crate::source::Held;
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

    /// The same record, and who gave its values.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_held(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Held>, StoreError>;

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

    /// The records that `source` asks for, each once, in the order of the oldest of their input links. Looks at no more
    /// than `most` input links of the connector, and for each at its record's links up to the first that speaks against
    /// it.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_only_from(
        &self,
        tenant: Tenant,
        kind: Kind,
        source: OnlySource,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Sourced>, StoreError>;

    /// The active records of `slice` that share a key with another active one, in the slice's order. Only keys of `by` count.
    /// Looks at no more than `most` records.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_alike(
        &self,
        tenant: Tenant,
        kind: Kind,
        by: &[Likeness],
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Alike>, StoreError>;

    /// The active records that have one of these keys of `of`: of each key the first `most` by their ids, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_sharing(
        &self,
        tenant: Tenant,
        kind: Kind,
        of: Likeness,
        keys: &[String],
        most: usize,
    ) -> Result<Vec<Record>, StoreError>;

    /// The records among `ids` that exist, including soft-deleted ones, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_find(
        &self,
        tenant: Tenant,
        kind: Kind,
        ids: &[RecordId],
    ) -> Result<Vec<Record>, StoreError>;

    /// The number of records created in `created` that pass `filter`. If no count of them is kept, the cost grows with that
    /// number, up to `most`.
    ///
    /// # Errors
    /// When the store fails.
    async fn record_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError>;

    /// The active records with a name that begins like this, by one of the kind's search keys, or with this
    /// external id: each once, in the order of their [places](Search::place). For each spelling and search key,
    /// the first `limit` are enough, and so are `limit` in all once those that are spelled as typed are among them. The cost
    /// grows with the answer and with the spellings that there are, not with the number of records.
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
