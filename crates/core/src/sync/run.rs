use crate::command::NewWorkspaceConnector;
use crate::host;
use crate::id::{ConnectorId, SyncRunId, WorkspaceConnectorId};
use crate::ledger::Ledger;
use crate::measured;
use crate::page::{COUNTED, Page, PageRequest, Total};
use crate::record::Kind;
use crate::resource::{Direction, Mode, RunFilter, SyncRun, Trigger, WorkspaceConnector};
use crate::store::{ApplyError, NewRun, StoreError};
use crate::sync::{KeptRejections, Patience, RejectedLine};
use crate::tenant::Tenant;

impl Ledger {
    /// The workspace's activation of `connector`. If there is none, makes an enabled one.
    ///
    /// # Errors
    /// When the connector is missing or the store fails.
    pub async fn activate(
        &self,
        tenant: Tenant,
        connector: ConnectorId,
    ) -> Result<WorkspaceConnector, ApplyError> {
        let wanted = NewWorkspaceConnector::enabled(self.new_id(None), connector);
        self.store()
            .workspace_connector_ensure(tenant, self.host().now(), wanted)
            .await
    }

    /// Opens a run, after closing the runs of dead processes, which could be in its way.
    ///
    /// # Errors
    /// When the connector is missing or disabled, another run is open, or the store fails.
    pub async fn run_open(
        &self,
        tenant: Tenant,
        workspace_connector: WorkspaceConnectorId,
        record: Kind,
        direction: Direction,
        trigger: Trigger,
        mode: Mode,
    ) -> Result<SyncRun, ApplyError> {
        let at = self.host().now();
        let silence = Patience::default().run;
        self.store().run_expire(tenant, at, silence).await?;
        let run = NewRun {
            id: host::mint(self.host(), at),
            workspace_connector,
            record,
            direction,
            trigger,
            mode,
        };
        self.store().run_open(tenant, at, run).await
    }

    /// One run.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run(&self, tenant: Tenant, id: SyncRunId) -> Result<Option<SyncRun>, StoreError> {
        self.store().run_get(tenant, id).await
    }

    /// The runs among `ids` that exist.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn runs_found(
        &self,
        tenant: Tenant,
        ids: &[SyncRunId],
    ) -> Result<Vec<SyncRun>, StoreError> {
        self.store().run_find(tenant, ids).await
    }

    /// A page of runs.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn runs(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        page: PageRequest,
    ) -> Result<Page<SyncRun>, StoreError> {
        page.read(|slice| self.store().run_list(tenant, filter, slice))
            .await
    }

    /// The number of runs on all pages, up to [`COUNTED`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn runs_total(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        page: PageRequest,
    ) -> Result<Total, StoreError> {
        self.store()
            .run_count(tenant, filter, page.created, COUNTED)
            .await
    }

    /// A page of the rejected lines that a run keeps.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_rejections(
        &self,
        tenant: Tenant,
        id: SyncRunId,
        page: PageRequest,
    ) -> Result<Page<RejectedLine>, StoreError> {
        page.read(|slice| self.store().run_rejections(tenant, id, slice))
            .await
    }

    /// How many rejected lines a run keeps.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_rejections_kept(
        &self,
        tenant: Tenant,
        id: SyncRunId,
    ) -> Result<KeptRejections, StoreError> {
        self.store().run_rejections_kept(tenant, id).await
    }

    /// Keeps an open run alive while nothing is delivered to it.
    ///
    /// # Errors
    /// When the run is missing or closed, or the store fails.
    pub async fn run_beat(&self, tenant: Tenant, id: SyncRunId) -> Result<(), ApplyError> {
        self.store().run_beat(tenant, self.host().now(), id).await
    }

    /// Closes a run as failed, without a sweep.
    ///
    /// # Errors
    /// When the run is missing or closed, or the store fails.
    pub async fn run_fail(
        &self,
        tenant: Tenant,
        id: SyncRunId,
        error: &str,
    ) -> Result<SyncRun, ApplyError> {
        let at = self.host().now();
        let closed = self.store().run_close(tenant, at, id, Some(error)).await?;
        measured::run(&closed);
        Ok(closed)
    }
}
