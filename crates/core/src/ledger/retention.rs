use super::Ledger;
use crate::command::Expected;
use crate::host;
use crate::privacy::retention::{Cuts, Policy, RuleChanges};
use crate::record::Kind;
use crate::resource::{Job, JobKind, JobStatus, Selection};
use crate::store::{ApplyError, NewJob, StoreError};
use crate::sync::Found;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// The rows of one step, so that no other writer waits long.
const STEP: usize = 2_000;

/// How long a workspace's rules wait to be applied again: a day, in microseconds.
const DAILY: i64 = 24 * 3_600 * 1_000_000;

impl Ledger {
    /// The rules of a workspace.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retention(&self, tenant: Tenant) -> Result<Policy, StoreError> {
        self.store().retention_policy(tenant).await
    }

    /// Changes rules of a workspace; the others stay.
    ///
    /// # Errors
    /// When the policy is not as expected, or the store fails.
    pub async fn retention_set(
        &self,
        tenant: Tenant,
        changes: RuleChanges,
        expected: Option<Expected>,
    ) -> Result<Policy, ApplyError> {
        let at = self.host().now();
        let set = self.store().retention_set(tenant, at, changes, expected);
        set.await
    }

    /// Up to when retention has cut off what there is about a kind of record.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retention_cuts(&self, tenant: Tenant, kind: Kind) -> Result<Cuts, StoreError> {
        self.store().retention_cuts(tenant, kind).await
    }

    /// Opens the jobs that are due: one in each workspace that has rules and has not had one for a day.
    ///
    /// # Errors
    /// When the store fails; the next call finds the rest.
    pub async fn retain_daily(&self) -> Result<Found, StoreError> {
        let at = self.host().now();
        let before = at.plus_micros(-DAILY);
        let mut opened = Found::default();
        for tenant in self.store().retention_due(before).await? {
            let new = self.retention_job(at, false);
            match self.store().retention_open(tenant, at, new, before).await {
                Ok(job) => opened.jobs.extend(job.map(|job| (tenant, job))),
                // The workspace is gone.
                Err(ApplyError::Rejected { .. }) => {}
                Err(ApplyError::Store(error)) => opened.failed.push((tenant, error)),
            }
        }
        Ok(opened)
    }

    fn retention_job(&self, at: Timestamp, dry_run: bool) -> NewJob {
        NewJob {
            id: host::mint(self.host(), at),
            kind: JobKind::Retain,
            selection: Selection::default(),
            dry_run,
            total: 0,
            worker: self.worker(),
        }
    }

    /// Does the steps of a retention that are left.
    pub(crate) async fn retain_on(
        &self,
        tenant: Tenant,
        mut job: Job,
        mut progress: impl FnMut(&Job) + Send,
    ) -> Result<Job, ApplyError> {
        while job.status == JobStatus::InProgress {
            self.refuse_suspended(tenant).await?;
            let at = self.host().now();
            let step = self.store().retention_step(tenant, at, job.id, STEP);
            job = step.await?;
            progress(&job);
        }
        Ok(job)
    }
}
