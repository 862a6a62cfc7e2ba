use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::id::{JobId, WorkspaceId};
use crate::live::Live;
use crate::resource::Job;
use crate::tenant::Tenant;

/// The jobs that this process carries out: one of a kind in each workspace at a time. More would only wait for each other's
/// locks, each with a connection in its hands. A dry run waits for other dry runs only: somebody waits for its answer.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    /// The jobs that are carried out or wait for it, and how often.
    under_way: Mutex<HashMap<JobId, usize>>,
    kinds: Live<(WorkspaceId, &'static str, DryRun), Semaphore>,
}

/// Whether a job only counts.
type DryRun = bool;

/// A job's turn. The next one's comes when it is dropped.
pub(crate) struct Turn<'t> {
    turns: &'t Turns,
    job: JobId,
    permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// Waits until no other job of this kind, or no other dry run of one, is carried out in the workspace.
    pub(crate) async fn take(&self, tenant: Tenant, job: &Job) -> Turn<'_> {
        *self.under_way().entry(job.id).or_default() += 1;
        // It counts as under way while it waits, and no longer if whoever waits gives up.
        let mut turn = Turn {
            turns: self,
            job: job.id,
            permit: None,
        };
        let kind = (tenant.workspace(), job.kind.as_str(), job.dry_run);
        let of_kind = self.kinds.of(kind, || Semaphore::new(1));
        turn.permit = of_kind.acquire_owned().await.ok();
        turn
    }

    /// Whether this process carries the job out, or will.
    pub(crate) fn has(&self, job: JobId) -> bool {
        self.under_way().contains_key(&job)
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<JobId, usize>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut under_way = self.turns.under_way();
        if let Some(times) = under_way.get_mut(&self.job) {
            *times -= 1;
            if *times == 0 {
                under_way.remove(&self.job);
            }
        }
        drop(self.permit.take());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;
    use uuid::Uuid;
    use wellhead_tenancy::Tenancy;

    use super::*;
    use crate::privacy::retention::Removed;
    use crate::resource::{JobKind, JobStatus, Selection};
    use crate::time::Timestamp;

    fn job(id: u128, dry_run: bool) -> Job {
        Job {
            id: Uuid::from_u128(id).into(),
            kind: JobKind::Deduplicate,
            selection: Selection::default(),
            dry_run,
            status: JobStatus::InProgress,
            total: 0,
            scanned: 0,
            changed: 0,
            removed: Removed::default(),
            cursor: None,
            error: None,
            created_at: Timestamp::MIN,
            heartbeat_at: Timestamp::MIN,
            completed_at: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_dry_run_waits_for_dry_runs_alone() {
        let (turns, tenant) = (Turns::default(), Tenant::of(Uuid::nil().into(), 1));
        let soon = async |job: Job| timeout(Duration::from_secs(1), turns.take(tenant, &job)).await;
        let _real = soon(job(1, false)).await.unwrap();
        assert!(soon(job(2, false)).await.is_err());
        let _dry = soon(job(3, true)).await.unwrap();
        assert!(soon(job(4, true)).await.is_err());
    }
}
