//! Links to records of every kind. What differs between the kinds is in [`LinkTable`](crate::table::LinkTable).

mod activity;
mod count;
mod create;
mod delete;
mod done;
#[cfg(test)]
#[path = "../tests/plans/done.rs"]
mod done_plans;
mod get;
mod history;
mod list;
mod past;
#[cfg(test)]
#[path = "../tests/plans/past.rs"]
mod past_plans;
#[cfg(test)]
#[path = "../tests/plans/links.rs"]
pub(crate) mod plans;
mod range;
mod states;
mod together;
mod update;

pub(crate) use delete::{delete_of_record, delete_of_workspace_connector, has_more};
pub(crate) use range::Range;
pub(crate) use states::{Then, present, superseded};
pub(crate) use together::start as together;

use std::ops;

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::{LinkId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Looked, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, Deleted, DoneBy, Link, LinkFilter, LinkState, Past};
use wellhead_core::store::{ActiveLinks, Activity, LinkStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::lane::Load;
use crate::workspace_connectors;
use crate::{counts, look};

#[async_trait]
impl LinkStore for PostgresStore {
    async fn link_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        deleted: Deleted,
    ) -> Result<Option<Link>, StoreError> {
        get::get(&self.session(tenant).await?, tenant, kind, id, deleted).await
    }

    async fn link_history(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        slice: Slice,
    ) -> Result<Vec<LinkState>, StoreError> {
        let (sql, arguments) = history::statement(tenant, kind, id, slice);
        let session = self.page_session(tenant, slice, Load::Page).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(history::state).collect()
    }

    async fn link_history_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        most: u64,
    ) -> Result<Total, StoreError> {
        let (sql, arguments) = history::counting(tenant, kind, id);
        let session = self.long_session(tenant).await?;
        session.count_up_to(&sql, arguments, most).await
    }

    async fn link_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        slice: Slice,
    ) -> Result<Vec<Link>, StoreError> {
        let rows = match filter.record {
            Some(record) => {
                let statement =
                    |reach| list::of_record(tenant, kind, record, filter, None, slice, reach);
                let is_more = || list::more_than_few(tenant, kind, record);
                // One index scan finds them.
                self.find(tenant, slice.limit, Load::Lookup, statement, is_more)
                    .await?
            }
            None => {
                self.links_of_connectors(tenant, kind, filter, slice)
                    .await?
            }
        };
        rows.iter().map(get::link).collect()
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
        let (sql, arguments) = past::statement(tenant, kind, filter, past, slice, most);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        look::looked(&rows, past::link)
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
        let session = self.long_session(tenant).await?;
        done::list(&session, tenant, kind, filter, done, slice, most).await
    }

    async fn link_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        let session = self.long_session(tenant).await?;
        if let Some((sql, arguments)) = counts::links(tenant, kind, filter, created) {
            let kept = session.count(&sql, &arguments.as_parameters()).await;
            return kept.map(Total::Exactly);
        }
        let (sql, arguments) = count::statement(tenant, kind, filter, created);
        session.count_up_to(&sql, arguments, most).await
    }

    async fn link_active(
        &self,
        tenant: Tenant,
        connectors: &[WorkspaceConnectorId],
    ) -> Result<Vec<Vec<ActiveLinks>>, StoreError> {
        let ids: Vec<Uuid> = connectors.iter().map(|id| id.uuid()).collect();
        let session = self.session_for(tenant, ids.len(), Load::Lookup).await?;
        let rows = session.query(counts::ACTIVE, &[tenant.pk(), &ids]).await?;
        counts::active(&rows, connectors.len())
    }

    async fn link_activity(
        &self,
        tenant: Tenant,
        kind: Kind,
        connector: WorkspaceConnectorId,
        bucket: Bucket,
        created: Interval,
    ) -> Result<Vec<Activity>, StoreError> {
        let (sql, arguments) = activity::statement(tenant, kind, connector, bucket, created);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(activity::activity).collect()
    }

    async fn link_activity_of_all(
        &self,
        tenant: Tenant,
        kind: Kind,
        bucket: Bucket,
        hours: ops::Range<Timestamp>,
    ) -> Result<Vec<Activity>, StoreError> {
        let (sql, arguments) = activity::of_all(tenant, kind, bucket, hours);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(activity::activity).collect()
    }
}

impl PostgresStore {
    /// The rows of a slice of the links of one connector, or of all of the workspace's.
    async fn links_of_connectors(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        slice: Slice,
    ) -> Result<Vec<Row>, StoreError> {
        let (sql, arguments) = list::of_connectors(tenant, kind, filter, slice);
        let session = self.page_session(tenant, slice, Load::Page).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        if !rows.is_empty() || filter.workspace_connector.is_some() {
            return Ok(rows);
        }
        // Whoever holds a share and waits for another may wait for itself.
        drop(session);
        let of_many = |reach| list::of_many(tenant, kind, filter, slice, reach);
        let is_more = || workspace_connectors::more_than_few(tenant);
        self.find(tenant, slice.limit, Load::Page, of_many, is_more)
            .await
    }
}

/// The condition that the link `alias`, which is found through its record, belongs to the connector whose `pk` is the
/// parameter `connector`. The array keeps the planner from reading all links of the connector in order, instead of the
/// few of the record.
pub(crate) fn of_connector(alias: &str, connector: &str) -> String {
    format!("{alias}.workspace_connector_pk = ANY (ARRAY[{connector}::bigint])")
}
