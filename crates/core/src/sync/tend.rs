use std::time::Duration;

use crate::command::Rejection;
use crate::id::{JobId, SyncRunId};
use crate::ledger::Ledger;
use crate::resource::{Job, JobKind};
use crate::store::{Abandoned, ApplyError, Idle, StoreError};
use crate::tenant::Tenant;

/// The error of a run whose process is gone.
const GONE: &str = "the process that worked on the run is gone; what was committed is kept";

/// How long runs and jobs may be silent before their process counts as dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a run, whose client may be slow.
    pub run: Duration,
    /// For a job, which takes a step every few milliseconds.
    pub job: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            run: Duration::from_mins(5),
            job: Duration::from_secs(20),
        }
    }
}

/// Jobs to carry out, and what could not be found. None of that keeps the others from being done.
#[derive(Debug, Default)]
pub struct Found {
    /// The jobs.
    pub jobs: Vec<(Tenant, Job)>,
    /// Those that are not understood, and why.
    pub unreadable: Vec<(Tenant, JobId, StoreError)>,
    /// Where the store failed, and how.
    pub failed: Vec<(Tenant, StoreError)>,
}

impl Found {
    /// Adds what was found in one workspace.
    pub(crate) fn add(&mut self, tenant: Tenant, found: Result<Abandoned, StoreError>) {
        match found {
            Ok(Abandoned { jobs, unreadable }) => {
                self.jobs.extend(jobs.into_iter().map(|job| (tenant, job)));
                let unreadable = unreadable.into_iter();
                self.unreadable
                    .extend(unreadable.map(|(id, error)| (tenant, id, error)));
            }
            Err(error) => self.failed.push((tenant, error)),
        }
    }
}

impl Ledger {
    /// Cleans up after dead processes, once: closes their runs as `error`, keeping what was committed, and carries on
    /// their jobs one by one. Several processes may do so at the same time.
    ///
    /// # Errors
    /// When the store fails; the next call finds the rest.
    pub async fn tend(&self, patience: Patience) -> Result<(), StoreError> {
        let found = self.abandoned(patience).await?;
        if let Some((_, error)) = found.failed.into_iter().next() {
            return Err(error);
        }
        for (tenant, job) in found.jobs {
            match self.job_carry_out(tenant, job, |_| ()).await {
                Ok(_) | Err(ApplyError::Rejected { .. }) => {}
                Err(ApplyError::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// Closes the runs of dead processes and returns their jobs, to be [carried on](Self::job_carry_out).
    ///
    /// # Errors
    /// When the store fails; the next call finds the rest.
    pub async fn abandoned(&self, patience: Patience) -> Result<Found, StoreError> {
        let soonest = patience.run.min(patience.job);
        let neglected = self.store().neglected(Idle::Silent(soonest)).await?;
        let mut found = Found::default();
        for tenant in neglected {
            found.add(tenant, self.abandoned_by(tenant, patience).await);
        }
        Ok(found)
    }

    /// The same as [`abandoned`](Self::abandoned), for one workspace.
    ///
    /// # Errors
    /// When the store fails; the next call finds the rest.
    pub async fn abandoned_by(
        &self,
        tenant: Tenant,
        patience: Patience,
    ) -> Result<Abandoned, StoreError> {
        let at = self.host().now();
        self.store().run_expire(tenant, at, patience.run).await?;
        let idle = Idle::Silent(patience.job);
        self.store().job_abandoned(tenant, idle).await
    }

    /// The unfinished jobs of an earlier process of this name, however recent. To be called at the start: later, the
    /// result also has jobs that this process opened itself. Carrying those out twice does no harm.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn left(&self) -> Result<Found, StoreError> {
        let mut found = Found::default();
        let Some(worker) = self.worker() else {
            return Ok(found);
        };
        let idle = Idle::Left(&worker);
        for tenant in self.store().neglected(idle).await? {
            found.add(tenant, self.store().job_abandoned(tenant, idle).await);
        }
        Ok(found)
    }

    /// Ends an open run whose process is known to be dead: carries on its sweep if that was begun, or else closes the
    /// run as `error`, keeping what was committed. A closed run stays as it is.
    ///
    /// # Errors
    /// When the run is missing, or the store fails.
    pub async fn run_end(&self, tenant: Tenant, id: SyncRunId) -> Result<(), ApplyError> {
        let idle = Idle::Silent(Duration::ZERO);
        let jobs = self.store().job_abandoned(tenant, idle).await?;
        let mut sweeps = jobs.jobs.into_iter();
        let sweep = sweeps.find(|job| job.kind == JobKind::Sweep(id) && !job.dry_run);
        if let Some(sweep) = sweep {
            self.job_carry_out(tenant, sweep, |_| ()).await?;
            return Ok(());
        }
        match self.run_fail(tenant, id, GONE).await {
            Ok(_)
            | Err(ApplyError::Rejected {
                rejection: Rejection::RunIsClosed,
                ..
            }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
