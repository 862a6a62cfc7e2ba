mod create;
mod delete;
mod list;
mod search;
mod update;

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::PersonId;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{Deleted, Person, PersonFilter, PersonNames, PersonSearch};
use wellhead_core::store::{PeopleStore, StoreError};
use wellhead_core::tenant::Tenant;

use crate::PostgresStore;
use crate::lane::Load;
use crate::row::{external_id, id, name, seen, times};

/// The columns of [`person`].
const COLUMNS: &str = "p.people_id, p.first_name, p.last_name, p.full_name, p.external_person_id, \
                       p.created_at, p.updated_at, p.deleted_at";

#[async_trait]
impl PeopleStore for PostgresStore {
    async fn person_get(
        &self,
        tenant: Tenant,
        id: PersonId,
        deleted: Deleted,
    ) -> Result<Option<Person>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM core_api.peoples p \
             WHERE p.workspace_pk = $1 AND p.people_id = $2{}",
            seen("p", deleted)
        );
        let session = self.session(tenant).await?;
        let row = session.query_opt(&sql, &[&tenant.pk, &id.uuid()]).await?;
        Ok(row.as_ref().map(person))
    }

    async fn person_list(
        &self,
        tenant: Tenant,
        filter: &PersonFilter,
        slice: Slice,
    ) -> Result<Vec<Person>, StoreError> {
        let (sql, arguments) = list::slice(tenant, filter, slice);
        let session = self.page_session(tenant, slice, Load::Page).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        Ok(rows.iter().map(person).collect())
    }

    async fn person_find(
        &self,
        tenant: Tenant,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM core_api.peoples p \
             WHERE p.workspace_pk = $1 AND p.people_id = ANY ($2)"
        );
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &[&tenant.pk, &ids]).await?;
        Ok(rows.iter().map(person).collect())
    }

    async fn person_count(
        &self,
        tenant: Tenant,
        filter: &PersonFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        let (sql, arguments) = list::count(tenant, filter, created);
        let session = self.long_session(tenant).await?;
        session.count(&sql, &arguments.as_parameters()).await
    }

    async fn person_search(
        &self,
        tenant: Tenant,
        search: &PersonSearch,
        limit: usize,
    ) -> Result<Vec<Person>, StoreError> {
        let (sql, arguments) = search::search(tenant, search, limit);
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        let mut found: Vec<_> = rows.iter().map(person).collect();
        found.sort_by_cached_key(PersonSearch::place);
        found.dedup_by_key(|person| person.id);
        Ok(found)
    }
}

/// Reads a row of [`COLUMNS`].
fn person(row: &Row) -> Person {
    Person {
        id: id(row, 0),
        names: PersonNames {
            first: name(row, 1),
            last: name(row, 2),
            full: name(row, 3),
        },
        external_id: external_id(row, 4),
        times: times(row, 5),
    }
}
