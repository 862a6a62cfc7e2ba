use async_trait::async_trait;

use super::StoreError;
use crate::id::PersonId;
use crate::page::{Interval, Slice};
use crate::resource::{Deleted, Person, PersonFilter, PersonSearch};
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

    /// The active people whose full name (the first, where there is no full one) or last name begins so, or
    /// whose external id is so: each once, in the order of their [places](PersonSearch::place). Of those with
    /// one beginning of one name the first `limit` are enough. Costs what it answers, not what there are people.
    ///
    /// # Errors
    /// When the store fails.
    async fn person_search(
        &self,
        tenant: Tenant,
        search: &PersonSearch,
        limit: usize,
    ) -> Result<Vec<Person>, StoreError>;
}
