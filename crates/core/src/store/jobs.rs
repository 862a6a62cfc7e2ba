use std::sync::Arc;
use std::time::Duration;

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
    /// Opens a job, in a new epoch. In the same atomic step a `Disconnect` and a `Delete` set their connector's
    /// status to `disabled`, so that no delivery follows; a `Sweep` closes its run for deliveries. None of these
    /// is done for a dry run.
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

    /// Does one step, in one short atomic step: looks at the first `limit` active links of `from.stream` behind
    /// `from.after` that the job selects, soft-deletes those that its kind says (unless it is a dry run), and
    /// keeps the job's counts and its cursor. A job that somebody else has carried past `from` is left as it is.
    ///
    /// A link that came or was touched since the job was opened, or the run that a `Sweep` is of, is not what was
    /// asked for, and stays. There are two exceptions. A `Disconnect` and a `Delete` take every link for as long as their connector is disabled;
    /// whoever has enabled it again keeps what it got since. And a twin goes whenever it came, as an older one stays.
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

    /// Ends a job: as `success` where `error` is `None`, and then does what is left in the same atomic step. A
    /// `Sweep` closes its run. A `Disconnect` and a `Delete` whose connector is still disabled look once more, with
    /// the connector held: up to [`TAKEN_ALONG`] active links of each kind that it has got meanwhile go, and after them the
    /// connector of a `Delete`. Where there are more, the job does not end: it is answered in progress, with its
    /// cursor before the first stream. A job that is done stays as it is.
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

    /// The jobs of `tenant` that are not done and are so idle, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_abandoned(&self, tenant: Tenant, idle: Idle<'_>) -> Result<Vec<Job>, StoreError>;

    /// The workspaces that have a job which is not done and so idle, or, for [`Idle::Silent`], an open run that
    /// is: leave for a service to tend them.
    ///
    /// # Errors
    /// When the store fails.
    async fn neglected(&self, idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError>;
}

/// The most links of a kind that the end of a job takes along.
pub const TAKEN_ALONG: usize = 2_000;

/// Why nobody seems to work on something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle<'a> {
    /// Nothing was heard of it for so long, or longer, by the store's own clock.
    Silent(Duration),
    /// A process of this name has opened it, and another one has the name now.
    Left(&'a str),
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
    /// The name of the process that opens it, by which the next one of that name knows it.
    pub worker: Option<Arc<str>>,
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// The job as it is now.
    pub job: Job,
    /// Whether the stream may have more links behind the job's cursor.
    pub more: bool,
}
