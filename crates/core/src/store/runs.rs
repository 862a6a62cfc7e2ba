use std::time::Duration;

use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::id::{SyncRunId, WorkspaceConnectorId};
use crate::page::{Interval, Slice, Total};
use crate::record::Kind;
use crate::resource::{Direction, Mode, RunFilter, SyncRun, Trigger};
use crate::sync::{KeptRejections, RejectedLine};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Keeps sync runs. For one connector, kind of record and direction, one run is open at a time.
#[async_trait]
pub trait RunStore: Send + Sync {
    /// Opens a run, in a new epoch.
    ///
    /// # Errors
    /// As command 0: `WorkspaceConnectorNotFound`, `ConnectorDisabled`, or `RunIsOpen` with the open run.
    async fn run_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        run: NewRun,
    ) -> Result<SyncRun, ApplyError>;

    /// One run by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_get(&self, tenant: Tenant, id: SyncRunId) -> Result<Option<SyncRun>, StoreError>;

    /// The runs among `ids` that exist, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_find(&self, tenant: Tenant, ids: &[SyncRunId])
    -> Result<Vec<SyncRun>, StoreError>;

    /// The runs of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_list(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        slice: Slice,
    ) -> Result<Vec<SyncRun>, StoreError>;

    /// The newest run of each kind of record that each of these connectors has runs of, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_last(
        &self,
        tenant: Tenant,
        connectors: &[WorkspaceConnectorId],
    ) -> Result<Vec<SyncRun>, StoreError>;

    /// The number of runs started in `started` that pass `filter`.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_count(
        &self,
        tenant: Tenant,
        filter: RunFilter,
        started: Interval,
        most: u64,
    ) -> Result<Total, StoreError>;

    /// The rejected lines of `slice` that the run keeps, in the slice's order; none if there is no such run.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_rejections(
        &self,
        tenant: Tenant,
        id: SyncRunId,
        slice: Slice,
    ) -> Result<Vec<RejectedLine>, StoreError>;

    /// How many rejected lines the run keeps; none if there is no such run.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_rejections_kept(
        &self,
        tenant: Tenant,
        id: SyncRunId,
    ) -> Result<KeptRejections, StoreError>;

    /// Notes that an open run is alive.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `RunIsClosed`.
    async fn run_beat(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: SyncRunId,
    ) -> Result<(), ApplyError>;

    /// Closes an open run that is not being swept, as `success` if `error` is `None`.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `RunIsClosed`.
    async fn run_close(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: SyncRunId,
        error: Option<&str>,
    ) -> Result<SyncRun, ApplyError>;

    /// Closes as `error`, with [`EXPIRED`], the open runs that have been silent for `silence` or longer by the store's
    /// own clock and are not being swept. Returns how many.
    ///
    /// # Errors
    /// When the store fails.
    async fn run_expire(
        &self,
        tenant: Tenant,
        at: Timestamp,
        silence: Duration,
    ) -> Result<u64, StoreError>;

    /// What a sweep of this run would meet. The cost grows with the connector's links.
    ///
    /// # Errors
    /// As command 0: `NotFound`.
    async fn run_unseen(&self, tenant: Tenant, id: SyncRunId) -> Result<Unseen, ApplyError>;
}

/// The error of a run that [`RunStore::run_expire`] closes.
pub const EXPIRED: &str = "nothing was heard of the run for too long: the process that worked on it, or its \
    client, is gone; what was committed is kept";

/// A run to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRun {
    /// Its id, minted.
    pub id: SyncRunId,
    /// An active connector of the workspace that is not disabled.
    pub workspace_connector: WorkspaceConnectorId,
    /// The kind of its records.
    pub record: Kind,
    /// Which way the records go.
    pub direction: Direction,
    /// What triggered it.
    pub trigger: Trigger,
    /// What it brings.
    pub mode: Mode,
}

/// The active links of a run's connector, kind of record and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unseen {
    /// How many there are.
    pub active: u64,
    /// How many of them are older than the run: they have been among these since before it was opened.
    pub older: u64,
    /// How many of those the run has not seen: nothing has touched or changed them since it was opened.
    pub unseen: u64,
    /// How many deliveries of the run broke off and were not sent again.
    pub interrupted: u64,
}
