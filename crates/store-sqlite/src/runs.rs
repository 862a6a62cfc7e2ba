//! Sync runs.

mod close;
mod expire;
mod get;
mod last;
mod list;
mod open;
mod progress;
mod seal;
mod unseen;

pub(crate) use close::close;
pub(crate) use get::{StoredRun, find, find_open};
pub(crate) use progress::add;
pub(crate) use seal::seal;

use std::time::Duration;

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Rejection;
use wellhead_core::id::{SyncRunId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Slice, Total};
use wellhead_core::resource::{RunFilter, SyncRun, Tally};
use wellhead_core::store::{ApplyError, NewRun, RunStore, StoreError, Unseen};
use wellhead_core::sync::{KeptRejections, RejectedLine};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::{SqliteStore, among, rejections};

#[async_trait]
impl RunStore for SqliteStore {
    async fn run_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        run: NewRun,
    ) -> Result<SyncRun, ApplyError> {
        let author = Author::new(tenant, Cause::Run(run.id));
        self.command(author, at, move |change| open::open(change, &run))
            .await
    }

    async fn run_get(&self, tenant: Tenant, id: SyncRunId) -> Result<Option<SyncRun>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                Ok(find(connection, tenant, id)?.map(|stored| stored.run))
            })
            .await
    }

    async fn run_find(
        &self,
        tenant: Tenant,
        ids: &[SyncRunId],
    ) -> Result<Vec<SyncRun>, StoreError> {
        let ids = among::ids(ids.iter().map(|id| id.uuid()));
        self.pool
            .look_up(tenant, move |connection| {
                get::among(connection, tenant, &ids)
            })
            .await
    }

    async fn run_list(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        slice: Slice,
    ) -> Result<Vec<SyncRun>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                list::list(connection, tenant, &filter, slice)
            })
            .await
    }

    async fn run_last(
        &self,
        tenant: Tenant,
        connectors: &[WorkspaceConnectorId],
    ) -> Result<Vec<SyncRun>, StoreError> {
        let ids = among::ids(connectors.iter().map(|id| id.uuid()));
        self.pool
            .read(tenant, move |connection| last::of(connection, tenant, &ids))
            .await
    }

    async fn run_count(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        started: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                list::count(connection, tenant, &filter, started, most)
            })
            .await
    }

    async fn run_rejections(
        &self,
        tenant: Tenant,
        id: SyncRunId,
        slice: Slice,
    ) -> Result<Vec<RejectedLine>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                rejections::list(connection, tenant, id, slice)
            })
            .await
    }

    async fn run_rejections_kept(
        &self,
        tenant: Tenant,
        id: SyncRunId,
    ) -> Result<KeptRejections, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                rejections::kept(connection, tenant, id)
            })
            .await
    }

    async fn run_beat(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: SyncRunId,
    ) -> Result<(), ApplyError> {
        let author = Author::new(tenant, Cause::Run(id));
        self.command(author, at, move |change| {
            let stored = find_open(change, id)?;
            Ok(add(change, stored.pk, Tally::default(), None)?)
        })
        .await
    }

    async fn run_close(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: SyncRunId,
        error: Option<&str>,
    ) -> Result<SyncRun, ApplyError> {
        let error = error.map(str::to_owned);
        let author = Author::new(tenant, Cause::Run(id));
        self.command(author, at, move |change| {
            let stored = find_open(change, id)?;
            Ok(close(change, stored, error.as_deref())?)
        })
        .await
    }

    async fn run_expire(
        &self,
        tenant: Tenant,
        at: Timestamp,
        silence: Duration,
    ) -> Result<u64, StoreError> {
        self.change(Author::operator(tenant), at, move |change| {
            Ok(expire::expire(change, silence)?)
        })
        .await
        .map_err(|error| match error {
            ApplyError::Store(error) => error,
            rejected @ ApplyError::Rejected { .. } => StoreError::Failed(rejected.into()),
        })
    }

    async fn run_unseen(&self, tenant: Tenant, id: SyncRunId) -> Result<Unseen, ApplyError> {
        let met = self
            .pool
            .read_long(tenant, move |connection| {
                unseen::unseen(connection, tenant, id)
            })
            .await?;
        met.ok_or(ApplyError::Rejected {
            index: 0,
            rejection: Rejection::NotFound,
        })
    }
}
