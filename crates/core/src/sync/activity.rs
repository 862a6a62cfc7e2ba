use std::collections::HashMap;

use crate::id::WorkspaceConnectorId;
use crate::ledger::Ledger;
use crate::page::{Interval, Positioned};
use crate::record::Kind;
use crate::resource::{Bucket, SyncRun, WholeHours};
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
        let mut statuses = self.sync_statuses(tenant, &[connector]).await?;
        Ok(statuses.remove(0))
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
        let active = self.store().link_active(tenant, connectors).await?;
        let statuses = connectors.iter().zip(active).map(|(connector, active)| {
            let mut last_runs = last_runs.remove(connector).unwrap_or_default();
            last_runs.sort_unstable_by_key(|run| run.record);
            SyncStatus { last_runs, active }
        });
        Ok(statuses.collect())
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
        if bucket.is_too_fine(since, until) {
            return Ok(Err(TooManyBuckets));
        }
        let created = Interval::since(since).and(Interval::until(until));
        let store = self.store();
        let found = store
            .link_activity(tenant, kind, connector, bucket, created)
            .await;
        found.map(Ok)
    }

    /// The same for all links of the workspace, in the whole hours of the range.
    ///
    /// # Errors
    /// [`TooManyBuckets`], or when the store fails.
    pub async fn activity_of_all(
        &self,
        tenant: Tenant,
        kind: Kind,
        bucket: Bucket,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<Result<Vec<Activity>, TooManyBuckets>, StoreError> {
        if bucket.is_too_fine(since, until) {
            return Ok(Err(TooManyBuckets));
        }
        let created = Interval::since(since).and(Interval::until(until));
        let Some(hours) = WholeHours::of(created) else {
            return Ok(Ok(Vec::new()));
        };
        let hours = hours.from..hours.until;
        let store = self.store();
        let found = store
            .link_activity_of_all(tenant, kind, bucket, hours)
            .await;
        found.map(Ok)
    }
}
