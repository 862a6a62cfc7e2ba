//! Records of every kind. What differs between the kinds is in [`RecordTable`](crate::table::RecordTable).

mod alike;
#[cfg(test)]
#[path = "../tests/plans/alike.rs"]
mod alike_plans;
mod arrays;
mod create;
mod delete;
mod get;
mod list;
mod only_from;
#[cfg(test)]
#[path = "../tests/plans/only_from.rs"]
mod only_from_plans;
mod search;
mod update;
mod write;

use async_trait::async_trait;
use wellhead_core::id::RecordId;
use wellhead_core::identity::{Alike, Likeness};
use wellhead_core::page::{Interval, Looked, Slice, Total};
use wellhead_core::record::{Kind, OnlySource, Record, RecordFilter, RecordRef, Search, Sourced};
use wellhead_core::resource::Deleted;
use wellhead_core::source::Held;
use wellhead_core::store::{RecordStore, StoreError};
use wellhead_core::tenant::Tenant;

pub(crate) use arrays::{Arrays, Fragments};
pub(crate) use get::{read_held, record as read_record};

use get::record;

use crate::PostgresStore;
use crate::counts;
use crate::lane::Load;
use crate::look;

#[async_trait]
impl RecordStore for PostgresStore {
    async fn record_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Record>, StoreError> {
        get::get(&self.session(tenant).await?, tenant, record, deleted).await
    }

    async fn record_held(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Held>, StoreError> {
        get::held(&self.session(tenant).await?, tenant, record, deleted).await
    }

    async fn record_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        slice: Slice,
    ) -> Result<Vec<Record>, StoreError> {
        let (sql, arguments) = list::slice(tenant, kind, filter, slice);
        let session = self.page_session(tenant, slice, Load::Page).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(|row| record(row, kind)).collect()
    }

    async fn record_only_from(
        &self,
        tenant: Tenant,
        kind: Kind,
        source: OnlySource,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Sourced>, StoreError> {
        let (sql, arguments) = only_from::statement(tenant, kind, source, slice, most);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        look::looked(&rows, |row| only_from::sourced(row, kind))
    }

    async fn record_alike(
        &self,
        tenant: Tenant,
        kind: Kind,
        by: &[Likeness],
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Alike>, StoreError> {
        let (sql, arguments) = alike::statement(tenant, kind, by, slice, most);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        look::looked(&rows, |row| Ok(alike::alike(row, by)))
    }

    async fn record_sharing(
        &self,
        tenant: Tenant,
        kind: Kind,
        of: Likeness,
        keys: &[String],
        most: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let (sql, arguments) = alike::sharing(tenant, kind, of, keys, most);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(|row| record(row, kind)).collect()
    }

    async fn record_find(
        &self,
        tenant: Tenant,
        kind: Kind,
        ids: &[RecordId],
    ) -> Result<Vec<Record>, StoreError> {
        let session = self.session_for(tenant, ids.len(), Load::Lookup).await?;
        get::among(&session, tenant, kind, ids).await
    }

    async fn record_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        let session = self.long_session(tenant).await?;
        if let Some((sql, arguments)) = counts::records(tenant, kind, filter, created) {
            let kept = session.count(&sql, &arguments.as_parameters()).await;
            return kept.map(Total::Exactly);
        }
        let (sql, arguments) = list::counting(tenant, kind, filter, created);
        session.count_up_to(&sql, arguments, most).await
    }

    async fn record_search(
        &self,
        tenant: Tenant,
        kind: Kind,
        search: &Search,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let session = self.long_session(tenant).await?;
        search::search(&session, tenant, kind, search, limit).await
    }
}
