//! Records of every kind. What differs between the kinds is in [`RecordTable`](crate::table::RecordTable).

mod alike;
mod create;
mod delete;
mod get;
mod list;
mod only_from;
mod search;
mod update;

pub(crate) use create::{create, insert};
pub(crate) use delete::delete;
pub(crate) use get::{by_external_id, find, held_by_pk};
pub(crate) use update::{update, write};

use async_trait::async_trait;
use wellhead_core::id::RecordId;
use wellhead_core::identity::{Alike, Likeness};
use wellhead_core::page::{Interval, Looked, Slice, Total};
use wellhead_core::record::{Kind, OnlySource, Record, RecordFilter, RecordRef, Search, Sourced};
use wellhead_core::resource::Deleted;
use wellhead_core::source::Held;
use wellhead_core::store::{RecordStore, StoreError};
use wellhead_core::tenant::Tenant;

use crate::SqliteStore;
use crate::among;

#[async_trait]
impl RecordStore for SqliteStore {
    async fn record_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Record>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                get::get(connection, tenant, record, deleted)
            })
            .await
    }

    async fn record_held(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Held>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                get::held(connection, tenant, record, deleted)
            })
            .await
    }

    async fn record_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        slice: Slice,
    ) -> Result<Vec<Record>, StoreError> {
        let filter = filter.clone();
        self.pool
            .read(tenant, move |connection| {
                list::list(connection, tenant, kind, &filter, slice)
            })
            .await
    }

    async fn record_only_from(
        &self,
        tenant: Tenant,
        kind: Kind,
        source: OnlySource,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Sourced>, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                only_from::only_from(connection, tenant, kind, source, slice, most)
            })
            .await
    }

    async fn record_alike(
        &self,
        tenant: Tenant,
        kind: Kind,
        by: &[Likeness],
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Alike>, StoreError> {
        let by = by.to_vec();
        self.pool
            .read_long(tenant, move |connection| {
                alike::alike(connection, tenant, kind, &by, slice, most)
            })
            .await
    }

    async fn record_sharing(
        &self,
        tenant: Tenant,
        kind: Kind,
        of: Likeness,
        keys: &[String],
        most: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let keys = keys.to_vec();
        self.pool
            .read_long(tenant, move |connection| {
                alike::sharing(connection, tenant, kind, of, &keys, most)
            })
            .await
    }

    async fn record_find(
        &self,
        tenant: Tenant,
        kind: Kind,
        ids: &[RecordId],
    ) -> Result<Vec<Record>, StoreError> {
        let ids = among::ids(ids.iter().map(|id| id.uuid()));
        self.pool
            .read(tenant, move |connection| {
                get::among(connection, tenant, kind, &ids)
            })
            .await
    }

    async fn record_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        let filter = filter.clone();
        self.pool
            .read_long(tenant, move |connection| {
                list::count(connection, tenant, kind, &filter, created, most)
            })
            .await
    }

    async fn record_search(
        &self,
        tenant: Tenant,
        kind: Kind,
        search: &Search,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let search = search.clone();
        self.pool
            .read(tenant, move |connection| {
                search::search(connection, tenant, kind, &search, limit)
            })
            .await
    }
}
