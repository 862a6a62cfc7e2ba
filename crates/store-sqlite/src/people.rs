//! People.

mod create;
mod delete;
mod get;
mod list;
mod search;
mod update;

pub(crate) use create::{create, insert};
pub(crate) use delete::delete;
pub(crate) use get::{find, known};
pub(crate) use update::update;

use async_trait::async_trait;
use wellhead_core::id::PersonId;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{Deleted, Person, PersonFilter, PersonSearch};
use wellhead_core::store::{PeopleStore, StoreError};
use wellhead_core::tenant::Tenant;

use crate::among;
use crate::open::SqliteStore;

#[async_trait]
impl PeopleStore for SqliteStore {
    async fn person_get(
        &self,
        tenant: Tenant,
        id: PersonId,
        deleted: Deleted,
    ) -> Result<Option<Person>, StoreError> {
        self.pool
            .look_up(move |connection| get::get(connection, tenant, id, deleted))
            .await
    }

    async fn person_list(
        &self,
        tenant: Tenant,
        filter: &PersonFilter,
        slice: Slice,
    ) -> Result<Vec<Person>, StoreError> {
        let filter = filter.clone();
        self.pool
            .read(move |connection| list::list(connection, tenant, &filter, slice))
            .await
    }

    async fn person_find(
        &self,
        tenant: Tenant,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, StoreError> {
        let ids = among::ids(ids.iter().map(|id| id.uuid()));
        self.pool
            .read(move |connection| get::among(connection, tenant, &ids))
            .await
    }

    async fn person_count(
        &self,
        tenant: Tenant,
        filter: &PersonFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        let filter = filter.clone();
        self.pool
            .read(move |connection| list::count(connection, tenant, &filter, created))
            .await
    }

    async fn person_search(
        &self,
        tenant: Tenant,
        search: &PersonSearch,
        limit: usize,
    ) -> Result<Vec<Person>, StoreError> {
        let search = search.clone();
        self.pool
            .read(move |connection| search::search(connection, tenant, &search, limit))
            .await
    }
}
