//! Links to records of every kind. What differs between the kinds is in [`LinkTable`](crate::table::LinkTable).

mod activity;
mod count;
mod create;
mod delete;
mod done;
mod end;
mod get;
mod history;
mod insert;
mod list;
mod past;
mod position;
mod range;
mod together;
mod touch;
mod update;

pub(crate) use create::create;
pub(crate) use delete::{delete, delete_of_record, delete_of_workspace_connector, has_more};
pub(crate) use end::end;
pub(crate) use get::find;
pub(crate) use insert::{LinkRow, LinkedTo, insert};
pub(crate) use position::{LinkPosition, positions};
pub(crate) use range::Range;
pub(crate) use together::start as together;
pub(crate) use touch::touch;
pub(crate) use update::update;

use std::ops;

use async_trait::async_trait;
use wellhead_core::id::{LinkId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Looked, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, Deleted, DoneBy, Link, LinkFilter, LinkState, Past};
use wellhead_core::store::{ActiveLinks, Activity, LinkStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::counts;

#[async_trait]
impl LinkStore for SqliteStore {
    async fn link_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        deleted: Deleted,
    ) -> Result<Option<Link>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                get::get(connection, tenant, kind, id, deleted)
            })
            .await
    }

    async fn link_history(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        slice: Slice,
    ) -> Result<Vec<LinkState>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                history::history(connection, tenant, kind, id, slice)
            })
            .await
    }

    async fn link_history_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        most: u64,
    ) -> Result<Total, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                history::count(connection, tenant, kind, id, most)
            })
            .await
    }

    async fn link_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        slice: Slice,
    ) -> Result<Vec<Link>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                list::list(connection, tenant, kind, &filter, slice)
            })
            .await
    }

    async fn link_past(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        past: Past,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Link>, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                past::past(connection, tenant, kind, &filter, past, slice, most)
            })
            .await
    }

    async fn link_done(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        done: DoneBy,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Link>, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                done::list(connection, tenant, kind, &filter, done, slice, most)
            })
            .await
    }

    async fn link_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                count::count(connection, tenant, kind, &filter, created, most)
            })
            .await
    }

    async fn link_active(
        &self,
        tenant: Tenant,
        connectors: &[WorkspaceConnectorId],
    ) -> Result<Vec<Vec<ActiveLinks>>, StoreError> {
        let connectors = connectors.to_vec();
        self.pool
            .read(tenant, move |connection| {
                counts::active(connection, tenant, &connectors)
            })
            .await
    }

    async fn link_activity(
        &self,
        tenant: Tenant,
        kind: Kind,
        connector: WorkspaceConnectorId,
        bucket: Bucket,
        created: Interval,
    ) -> Result<Vec<Activity>, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                activity::activity(connection, tenant, kind, connector, bucket, created)
            })
            .await
    }

    async fn link_activity_of_all(
        &self,
        tenant: Tenant,
        kind: Kind,
        bucket: Bucket,
        hours: ops::Range<Timestamp>,
    ) -> Result<Vec<Activity>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                activity::of_all(connection, tenant, kind, bucket, &hours)
            })
            .await
    }
}
