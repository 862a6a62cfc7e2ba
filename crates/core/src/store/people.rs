use async_trait::async_trait;

use super::StoreError;
use crate::id::PersonId;
use crate::page::{Interval, Slice};
use crate::resource::{Deleted, Person, PersonFilter};
use crate::tenant::Tenant;

/// Reads people.
#[async_trait]
pub trait PeopleStore: Send + Sync {
    /// One person by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn person_get(
        &self,
        tenant: Tenant,
        id: PersonId,
        deleted: Deleted,
    ) -> Result<Option<Person>, StoreError>;

    /// The people of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn person_list(
        &self,
        tenant: Tenant,
        filter: &PersonFilter,
        slice: Slice,
    ) -> Result<Vec<Person>, StoreError>;

    /// Those of the people `ids` that there are, soft-deleted ones too, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn person_find(
        &self,
        tenant: Tenant,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, StoreError>;

    /// How many people lie in `created` and pass `filter`. Costs what it counts.
    ///
    /// # Errors
    /// When the store fails.
    async fn person_count(
        &self,
        tenant: Tenant,
        filter: &PersonFilter,
        created: Interval,
    ) -> Result<u64, StoreError>;
}
