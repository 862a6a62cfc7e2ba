use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::id::JobId;
use crate::identity::NewMerge;
use crate::page::{Positioned, Slice};
use crate::privacy::NewRecall;
use crate::resource::{Job, JobCursor, JobKind, Selection};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Keeps jobs and does their steps.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// Opens a job, in a new epoch. In the same atomic step, a `Disconnect` or `Delete` sets its connector's status to
    /// `disabled`, so that no delivery follows, and a `Sweep` closes its run for deliveries. A dry run does neither.
    ///
    /// # Errors
    /// As command 0: `WorkspaceConnectorNotFound`; for a sweep also `NotFound`, `RunIsClosed`, or
    /// `CannotSweep` if a line was rejected, a delivery broke off or the run is not full.
    async fn job_open(&self, tenant: Tenant, at: Timestamp, job: NewJob)
    -> Result<Job, ApplyError>;

    /// One job by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_get(&self, tenant: Tenant, id: JobId) -> Result<Option<Job>, StoreError>;

    /// The jobs among `ids` that exist, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_find(&self, tenant: Tenant, ids: &[JobId]) -> Result<Vec<Job>, StoreError>;

    /// The jobs of `slice`, in its order.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_list(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Job>, StoreError>;

    /// Does one step, atomically: looks at the first `limit` active links of `from.stream` after `from.after` that the
    /// job selects, soft-deletes those that its kind is about (unless it is a dry run), and stores the job's counts and
    /// cursor. A job that another process has already carried past `from` is left unchanged.
    ///
    /// Links that were made or touched after the job was opened (for a `Sweep`, after its run was opened) stay. There
    /// are two exceptions. A `Disconnect` or `Delete` takes every link while its connector is disabled; once it is
    /// enabled again, newer links stay. And a `Deduplicate` deletes a twin however new it is, because an older one
    /// stays.
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

    /// Ends a job, as `success` if `error` is `None`, and finishes its work in the same atomic step. A `Sweep` closes
    /// its run. A successful `Disconnect` or `Delete` whose connector is still disabled locks the connector,
    /// soft-deletes up to [`TAKEN_ALONG`] links of each kind that were made meanwhile, and for a `Delete` then the
    /// connector. If there are more links, the job does not end: it is returned in progress, with its cursor before the
    /// first stream. A job that is done stays as it is.
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

    /// The unfinished jobs of `tenant` that are idle in this sense, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    async fn job_abandoned(&self, tenant: Tenant, idle: Idle<'_>) -> Result<Abandoned, StoreError>;

    /// The workspaces with an unfinished job that is idle in this sense or, for [`Idle::Silent`], with an open run that
    /// is. Their tenants permit a service to tend them.
    ///
    /// # Errors
    /// When the store fails.
    async fn neglected(&self, idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError>;
}

/// The most links of a kind that [`JobStore::job_close`] deletes.
pub const TAKEN_ALONG: usize = 2_000;

/// Unfinished jobs that somebody else left.
#[derive(Debug, Default)]
pub struct Abandoned {
    /// Those that can be carried out.
    pub jobs: Vec<Job>,
    /// Those that are not understood, as one of a newer version may be, and why.
    pub unreadable: Vec<(JobId, StoreError)>,
}

impl Abandoned {
    /// Adds the job with this id, as it was read.
    pub fn add(&mut self, id: JobId, read: Result<Job, StoreError>) {
        match read {
            Ok(job) => self.jobs.push(job),
            Err(error) => self.unreadable.push((id, error)),
        }
    }

    /// The oldest first.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.jobs.sort_by_key(Positioned::position);
        self
    }
}

/// Why a run or job counts as abandoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle<'a> {
    /// It has been silent for this long or longer, by the store's own clock.
    Silent(Duration),
    /// A process of this name opened it, and that name now belongs to another process.
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
    /// The name of the process that opens it, so that its successor can find it.
    pub worker: Option<Arc<str>>,
}

impl NewJob {
    /// The job of a merge that has `total` links to move.
    #[must_use]
    pub fn of_merge(new: &NewMerge, total: u64) -> Self {
        Self {
            id: new.id,
            kind: JobKind::Merge,
            selection: Selection {
                record: Some(new.kind),
                records: new.others.clone(),
                ..Selection::default()
            },
            dry_run: false,
            total,
            worker: new.worker.clone(),
        }
    }

    /// The job of an erasure.
    #[must_use]
    pub fn of_erasure(new: &NewRecall) -> Self {
        Self {
            id: new.id.job(),
            kind: JobKind::Erase,
            selection: Selection {
                record: Some(new.record.kind),
                records: vec![new.record.id],
                ..Selection::default()
            },
            dry_run: false,
            total: 0,
            worker: new.worker.clone(),
        }
    }
}

/// The result of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// The job as it is now.
    pub job: Job,
    /// Whether the stream may have more links after the job's cursor.
    pub more: bool,
}
