use crate::command::Rejection;
use crate::host;
use crate::id::SyncRunId;
use crate::ledger::Ledger;
use crate::measured;
use crate::resource::{Job, JobKind, Mode, Selection, SyncRun};
use crate::store::{ApplyError, NewJob, StoreError, Unseen};
use crate::tenant::Tenant;

/// How a run is finished as a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finish {
    /// Do not sweep, even after a full run.
    pub skip_sweep: bool,
    /// Only count what a sweep would remove; the run stays open.
    pub dry_run: bool,
    /// Sweep even if it removes more than `most_percent`.
    pub confirm_sweep: bool,
    /// The share of the links older than the run that a sweep may remove, in percent.
    pub most_percent: u64,
}

impl Default for Finish {
    fn default() -> Self {
        Self {
            skip_sweep: false,
            dry_run: false,
            confirm_sweep: false,
            most_percent: 50,
        }
    }
}

impl Finish {
    /// Checks whether a sweep may remove what it would.
    ///
    /// # Errors
    /// [`FinishError::Everything`] or [`FinishError::TooMuch`].
    pub fn allows(&self, unseen: Unseen) -> Result<(), FinishError> {
        if unseen.unseen == 0 {
            return Ok(());
        }
        if unseen.unseen >= unseen.active {
            return Err(FinishError::Everything(unseen));
        }
        let share = unseen.unseen.saturating_mul(100);
        if share > unseen.older.saturating_mul(self.most_percent) && !self.confirm_sweep {
            return Err(FinishError::TooMuch {
                unseen,
                most_percent: self.most_percent,
            });
        }
        Ok(())
    }
}

/// The result of finishing a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// The run is closed; a sweep is done.
    Closed(SyncRun),
    /// What a sweep would meet; the run stays open.
    Counted(Unseen),
}

/// Why a run was not finished. It stays open.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// The store refused or failed.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// Lines were delivered, and all were rejected.
    #[error("none of the {0} lines of the run was accepted; close it as an error")]
    NothingAccepted(u64),
    /// The sweep would remove a larger share than is allowed.
    #[error(
        "the sweep would remove {} of {} links, more than {most_percent} %; confirm it, or skip it", 
        .unseen.unseen, .unseen.older
    )]
    TooMuch {
        /// What it would meet.
        unseen: Unseen,
        /// What is allowed.
        most_percent: u64,
    },
    /// The sweep would leave no active link, which no confirmation allows.
    #[error(
        "the sweep would remove every one of the {} links; disconnect the connector if that is meant",
        .0.unseen
    )]
    Everything(Unseen),
}

impl From<StoreError> for FinishError {
    fn from(error: StoreError) -> Self {
        Self::Apply(error.into())
    }
}

impl From<Rejection> for FinishError {
    fn from(rejection: Rejection) -> Self {
        Self::Apply(ApplyError::Rejected {
            index: 0,
            rejection,
        })
    }
}

impl Ledger {
    /// Finishes a run as a success. A full run then sweeps: it soft-deletes the active links of its connector, kind and
    /// direction that it has not seen, and calls `progress` after each step.
    ///
    /// # Errors
    /// When the run is missing or closed, rejected all its lines, may not sweep what it would, or the store fails.
    pub async fn run_finish(
        &self,
        tenant: Tenant,
        id: SyncRunId,
        finish: Finish,
        progress: impl FnMut(&Job) + Send,
    ) -> Result<Finished, FinishError> {
        let run = self.run(tenant, id).await?.ok_or(Rejection::NotFound)?;
        if run.completed_at.is_some() {
            return Err(Rejection::RunIsClosed.into());
        }
        let rejected = run.tally.rejected;
        if rejected > 0 && run.tally.records_synced() == 0 && !finish.dry_run {
            return Err(FinishError::NothingAccepted(rejected));
        }
        let sweeps = run.mode == Mode::Full && !finish.skip_sweep;
        if !sweeps && !finish.dry_run {
            return self.close(tenant, id).await;
        }
        let mut unseen = self.store().run_unseen(tenant, id).await?;
        if finish.dry_run {
            if !sweeps {
                unseen.unseen = 0;
            }
            return Ok(Finished::Counted(unseen));
        }
        if rejected > 0 {
            return Err(Rejection::CannotSweep("a line was rejected").into());
        }
        if unseen.interrupted > 0 {
            return Err(
                Rejection::CannotSweep("a delivery broke off and was not sent again").into(),
            );
        }
        if unseen.unseen == 0 {
            return self.close(tenant, id).await;
        }
        finish.allows(unseen)?;
        self.sweep(tenant, &run, unseen, progress).await
    }

    async fn close(&self, tenant: Tenant, id: SyncRunId) -> Result<Finished, FinishError> {
        let at = self.host().now();
        let closed = self.store().run_close(tenant, at, id, None).await?;
        measured::run(&closed);
        Ok(Finished::Closed(closed))
    }

    async fn sweep(
        &self,
        tenant: Tenant,
        run: &SyncRun,
        unseen: Unseen,
        progress: impl FnMut(&Job) + Send,
    ) -> Result<Finished, FinishError> {
        let at = self.host().now();
        let job = NewJob {
            id: host::mint(self.host(), at),
            kind: JobKind::Sweep(run.id),
            selection: Selection {
                workspace_connector: Some(run.workspace_connector),
                record: Some(run.record),
                direction: Some(run.direction),
                ..Selection::default()
            },
            dry_run: false,
            total: unseen.active,
            worker: self.worker(),
        };
        let job = self.store().job_open(tenant, at, job).await?;
        self.job_carry_out(tenant, job, progress).await?;
        let run = self.run(tenant, run.id).await?.ok_or(Rejection::NotFound)?;
        Ok(Finished::Closed(run))
    }
}
