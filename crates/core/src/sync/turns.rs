use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::id::{JobId, WorkspaceId};
use crate::live::Live;
use crate::resource::Job;
use crate::tenant::Tenant;

/// The jobs that this process carries out: one of a kind in each workspace at a time. More would only wait for each other's
/// locks, each with a connection in its hands.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    /// The jobs that are carried out or wait for it, and how often.
    under_way: Mutex<HashMap<JobId, usize>>,
    kinds: Live<(WorkspaceId, &'static str), Semaphore>,
}

/// A job's turn. The next one's comes when it is dropped.
pub(crate) struct Turn<'t> {
    turns: &'t Turns,
    job: JobId,
    permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// Waits until no other job of this kind is carried out in the workspace.
    pub(crate) async fn take(&self, tenant: Tenant, job: &Job) -> Turn<'_> {
        *self.under_way().entry(job.id).or_default() += 1;
        // It counts as under way while it waits, and no longer if whoever waits gives up.
        let mut turn = Turn {
            turns: self,
            job: job.id,
            permit: None,
        };
        let kind = (tenant.workspace(), job.kind.as_str());
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
