use std::collections::HashMap;

use crate::id::WorkspaceConnectorId;
use crate::ledger::Ledger;
use crate::page::{Interval, Positioned};
use crate::record::Kind;
use crate::resource::{Bucket, SyncRun};
use crate::store::{ActiveLinks, Activity, StoreError};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// The time range has more than [`Bucket::MOST`] buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the time range has more than {} stretches; take a shorter one or a longer bucket",
    Bucket::MOST
)]
pub struct TooManyBuckets;

/// The state of a connector's sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncStatus {
    /// The newest run of each kind of record that it has runs of, in the order of the kinds.
    pub last_runs: Vec<SyncRun>,
    /// Its active links of each kind, in the order of the kinds.
    pub active: Vec<ActiveLinks>,
}

impl SyncStatus {
    /// Its newest run, of whichever kind.
    #[must_use]
    pub fn last_run(&self) -> Option<&SyncRun> {
        self.last_runs.iter().max_by_key(|run| run.position())
    }

    /// The number of its active input links, of all kinds.
    #[must_use]
    pub fn active_input(&self) -> u64 {
        self.active.iter().map(|active| active.input).sum()
    }

    /// The number of its active output links, of all kinds.
    #[must_use]
    pub fn active_output(&self) -> u64 {
        self.active.iter().map(|active| active.output).sum()
    }
}

impl Ledger {
    /// The state of a connector's sync.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sync_status(
        &self,
        tenant: Tenant,
        connector: WorkspaceConnectorId,
    ) -> Result<SyncStatus, StoreError> {
        let last_runs = self.store().run_last(tenant, &[connector]).await?;
        self.status_after(tenant, connector, last_runs).await
    }

    /// The states of these connectors' syncs, in their order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sync_statuses(
        &self,
        tenant: Tenant,
        connectors: &[WorkspaceConnectorId],
    ) -> Result<Vec<SyncStatus>, StoreError> {
        let mut last_runs: HashMap<_, Vec<SyncRun>> = HashMap::new();
        for run in self.store().run_last(tenant, connectors).await? {
            let of_connector = last_runs.entry(run.workspace_connector).or_default();
            of_connector.push(run);
        }
        let mut statuses = Vec::new();
        for &connector in connectors {
            let last_runs = last_runs.remove(&connector).unwrap_or_default();
            statuses.push(self.status_after(tenant, connector, last_runs).await?);
        }
        Ok(statuses)
    }

    async fn status_after(
        &self,
        tenant: Tenant,
        connector: WorkspaceConnectorId,
        mut last_runs: Vec<SyncRun>,
    ) -> Result<SyncStatus, StoreError> {
        last_runs.sort_unstable_by_key(|run| run.record);
        let active = self.store().link_active(tenant, connector).await?;
        Ok(SyncStatus { last_runs, active })
    }

    /// The number of a connector's links created from `since` to before `until`, including soft-deleted ones, by bucket
    /// and direction; empty buckets are left out.
    ///
    /// # Errors
    /// [`TooManyBuckets`], or when the store fails.
    pub async fn activity(
        &self,
        tenant: Tenant,
        kind: Kind,
        connector: WorkspaceConnectorId,
        bucket: Bucket,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<Result<Vec<Activity>, TooManyBuckets>, StoreError> {
        let span = until.as_micros().saturating_sub(since.as_micros());
        if span / bucket.micros() >= Bucket::MOST {
            return Ok(Err(TooManyBuckets));
        }
        let created = Interval::since(since).and(Interval::until(until));
        let store = self.store();
        let found = store
            .link_activity(tenant, kind, connector, bucket, created)
            .await;
        found.map(Ok)
    }
}
