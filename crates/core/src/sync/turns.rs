use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::id::{JobId, WorkspaceId};
use crate::resource::Job;
use crate::tenant::Tenant;

/// The jobs that this process carries out: one of a kind in each workspace at a time. More would only wait for each other's
/// locks, each with a connection in its hands.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// The jobs that are carried out or wait for it, and how often.
    under_way: HashMap<JobId, usize>,
    kinds: HashMap<(WorkspaceId, &'static str), Weak<Semaphore>>,
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
        let of_kind = {
            let mut state = self.state();
            *state.under_way.entry(job.id).or_default() += 1;
            state.kinds.retain(|_, waits| waits.strong_count() > 0);
            let kind = (tenant.workspace(), job.kind.as_str());
            let known = state.kinds.get(&kind).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let new = Arc::new(Semaphore::new(1));
                state.kinds.insert(kind, Arc::downgrade(&new));
                new
            })
        };
        // It counts as under way while it waits, and no longer if whoever waits gives up.
        let mut turn = Turn {
            turns: self,
            job: job.id,
            permit: None,
        };
        turn.permit = of_kind.acquire_owned().await.ok();
        turn
    }

    /// Whether this process carries the job out, or will.
    pub(crate) fn has(&self, job: JobId) -> bool {
        self.state().under_way.contains_key(&job)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.turns.state();
        if let Some(times) = state.under_way.get_mut(&self.job) {
            *times -= 1;
            if *times == 0 {
                state.under_way.remove(&self.job);
            }
        }
        drop(self.permit.take());
    }
}
