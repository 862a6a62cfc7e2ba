use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::id::JobId;
use crate::page::Slice;
use crate::resource::{Job, JobCursor, JobKind, Selection};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Keeps jobs and does their steps.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// Opens a job. In the same atomic step a `Disconnect` and a `Delete` set their connector's status to
    /// `disabled`, so that no delivery follows; a `Sweep` closes its run for deliveries. None of these is
    /// done for a dry run.
    ///
    /// # Errors
    /// As command 0: `WorkspaceConnectorNotFound`; for a sweep also `NotFound`, `RunIsClosed`, or
    /// `CannotSweep` where a line was rejected, a delivery broke off or the run is not full.
    async fn job_open(&self, tenant: Tenant, at: Timestamp, job: NewJob)
    -> Result<Job, ApplyError>;

    /// One job by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_get(&self, tenant: Tenant, id: JobId) -> Result<Option<Job>, StoreError>;

    /// The jobs of `slice`, in its order.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_list(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Job>, StoreError>;

    /// Does one step, in one short atomic step: looks at the first `limit` active links of
    /// `from.stream` behind `from.after` that the job selects, soft-deletes those that its kind says (unless it
    /// is a dry run) but none that came or was touched since the job was opened, and keeps the job's counts and its cursor. A job that somebody else has carried past
    /// `from` is left as it is.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `JobIsDone`.
    async fn job_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        from: JobCursor,
        limit: usize,
    ) -> Result<Stepped, ApplyError>;

    /// Ends a job: as `success` where `error` is `None`, and then a `Delete` soft-deletes its connector, unless
    /// somebody has enabled it again, with
    /// whatever links it got meanwhile, and a `Sweep` closes its run as `success`, in the same atomic step. A
    /// job that is done stays as it is.
    ///
    /// # Errors
    /// As command 0: `NotFound`.
    async fn job_close(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        error: Option<&str>,
    ) -> Result<Job, ApplyError>;

    /// The jobs of `tenant` that are not done and were last heard of before `silent_since`, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_abandoned(
        &self,
        tenant: Tenant,
        silent_since: Timestamp,
    ) -> Result<Vec<Job>, StoreError>;

    /// The workspaces that have an open run or an unfinished job that was last heard of before `silent_since`:
    /// leave for a service to tend them.
    ///
    /// # Errors
    /// When the store fails.
    async fn neglected(&self, silent_since: Timestamp) -> Result<Vec<Tenant>, StoreError>;
}

/// A job to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its id, minted.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Which links it looks at.
    pub selection: Selection,
    /// Whether it only counts.
    pub dry_run: bool,
    /// How many active links there are to look at.
    pub total: u64,
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// The job as it is now.
    pub job: Job,
    /// Whether the stream may have more links behind the job's cursor.
    pub more: bool,
}
