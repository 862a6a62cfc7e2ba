mod close;
mod expire;
mod get;
mod last;
mod list;
mod open;
mod progress;
mod seal;
mod unseen;

pub(crate) use get::{StoredRun, find};

use std::time::Duration;

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Rejection;
use wellhead_core::id::{SyncRunId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Slice, Total};
use wellhead_core::resource::{RunFilter, SyncRun};
use wellhead_core::store::{ApplyError, NewRun, RunStore, StoreError, Unseen};
use wellhead_core::sync::{KeptRejections, RejectedLine};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::lane::Load;
use crate::{PostgresStore, rejections};

#[async_trait]
impl RunStore for PostgresStore {
    async fn run_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        run: NewRun,
    ) -> Result<SyncRun, ApplyError> {
        let author = Author::new(tenant, Cause::Run(run.id));
        self.write(author, at, &open::Open(&run)).await
    }

    async fn run_get(&self, tenant: Tenant, id: SyncRunId) -> Result<Option<SyncRun>, StoreError> {
        let stored = get::find(&self.session(tenant).await?, tenant, id).await?;
        Ok(stored.map(|stored| stored.run))
    }

    async fn run_find(
        &self,
        tenant: Tenant,
        ids: &[SyncRunId],
    ) -> Result<Vec<SyncRun>, StoreError> {
        let session = self.session_for(tenant, ids.len(), Load::Lookup).await?;
        get::among(&session, tenant, ids).await
    }

    async fn run_list(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        slice: Slice,
    ) -> Result<Vec<SyncRun>, StoreError> {
        let (sql, arguments) = list::slice(tenant, filter, slice);
        // A connector's runs are gone through for those that pass the rest of a filter.
        let session = match filter.workspace_connector {
            Some(_) if filter.direction.is_some() || filter.status.is_some() => {
                self.long_session(tenant).await?
            }
            _ => self.page_session(tenant, slice, Load::Page).await?,
        };
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(get::run).collect()
    }

    async fn run_last(
        &self,
        tenant: Tenant,
        connectors: &[WorkspaceConnectorId],
    ) -> Result<Vec<SyncRun>, StoreError> {
        let session = self
            .session_for(tenant, connectors.len(), Load::Lookup)
            .await?;
        last::of(&session, tenant, connectors).await
    }

    async fn run_count(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        started: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        let (sql, arguments) = list::count(tenant, filter, started);
        let session = self.long_session(tenant).await?;
        session.count_up_to(&sql, arguments, most).await
    }

    async fn run_rejections(
        &self,
        tenant: Tenant,
        id: SyncRunId,
        slice: Slice,
    ) -> Result<Vec<RejectedLine>, StoreError> {
        let (sql, arguments) = rejections::list::slice(tenant, id, slice);
        let session = self.page_session(tenant, slice, Load::Lookup).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        Ok(rows.iter().map(rejections::list::rejection).collect())
    }

    async fn run_rejections_kept(
        &self,
        tenant: Tenant,
        id: SyncRunId,
    ) -> Result<KeptRejections, StoreError> {
        let (sql, arguments) = rejections::list::counting(tenant, id);
        let session = self.session(tenant).await?;
        let row = session.query_opt(&sql, &arguments.as_parameters()).await?;
        Ok(row.as_ref().map(rejections::list::kept).unwrap_or_default())
    }

    async fn run_beat(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: SyncRunId,
    ) -> Result<(), ApplyError> {
        let author = Author::new(tenant, Cause::Run(id));
        self.write(author, at, &progress::Beat(id)).await
    }

    async fn run_close(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: SyncRunId,
        error: Option<&str>,
    ) -> Result<SyncRun, ApplyError> {
        let author = Author::new(tenant, Cause::Run(id));
        self.write(author, at, &close::Close { id, error }).await
    }

    async fn run_expire(
        &self,
        tenant: Tenant,
        at: Timestamp,
        silence: Duration,
    ) -> Result<u64, StoreError> {
        let expire = expire::Expire { silence };
        self.write(Author::operator(tenant), at, &expire)
            .await
            .map_err(|error| match error {
                ApplyError::Store(error) => error,
                rejected @ ApplyError::Rejected { .. } => StoreError::Failed(rejected.into()),
            })
    }

    async fn run_unseen(&self, tenant: Tenant, id: SyncRunId) -> Result<Unseen, ApplyError> {
        let session = self.long_session(tenant).await?;
        match get::find(&session, tenant, id).await? {
            Some(stored) => Ok(unseen::unseen(&session, tenant, &stored).await?),
            None => Err(ApplyError::Rejected {
                index: 0,
                rejection: Rejection::NotFound,
            }),
        }
    }
}
