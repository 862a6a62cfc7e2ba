#[cfg(test)]
mod tests;
mod tries;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{MissedTickBehavior, interval};
use wellhead_core::id::JobId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::Job;
use wellhead_core::store::{ApplyError, Hindrance, StoreError};
use wellhead_core::sync::{Found, Patience};
use wellhead_core::tenant::Tenant;

use crate::Settings;
use crate::limits::Limits;
use tries::{Next, Tries};

/// How often it checks.
const EVERY: Duration = Duration::from_secs(5);

/// How often it looks for changes to forget.
const FORGETS: Duration = Duration::from_mins(10);

/// How often it looks for workspaces whose rules are due.
const RETAINS: Duration = Duration::from_mins(5);

/// At the start, resumes what this process left when it last ended; then checks regularly for runs and jobs of other
/// processes that died. Now and then it forgets old changes, and once a day it removes what a workspace's rules do not keep.
///
/// What fails in one workspace keeps no other from its turn. A job at which the store itself fails again and again is given up.
pub(crate) async fn tend(ledger: Ledger, settings: Settings, limits: Limits) {
    let tries = Arc::new(Tries::default());
    let take_up = |found| take_up(&ledger, &tries, found);
    let mut looks = interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut knows_its_own = false;
    let mut forgets = interval(FORGETS);
    forgets.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut retains = interval(RETAINS);
    retains.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if !knows_its_own {
            knows_its_own = take_up(ledger.left().await);
        }
        take_up(ledger.abandoned(Patience::default()).await);
        if retains.tick().now_or_never().is_some() {
            take_up(ledger.retain_daily().await);
        }
        if forgets.tick().now_or_never().is_some() {
            limits.tidy();
            let ledger = ledger.clone();
            // By itself: jobs of dead processes do not wait for it.
            tokio::spawn(async move { forget(&ledger, settings.keep_changes).await });
        }
    }
}

/// Forgets the changes that are older than this.
async fn forget(ledger: &Ledger, keep: Duration) {
    let keep = i64::try_from(keep.as_micros()).unwrap_or(i64::MAX);
    let before = ledger.now().plus_micros(keep.saturating_neg());
    match ledger.forget_changes(before).await {
        Ok(failed) => tell(&failed, "old changes cannot be forgotten now"),
        Err(error) => tracing::warn!(%error, "old changes cannot be forgotten now"),
    }
}

fn tell(failed: &[(Tenant, StoreError)], what: &str) {
    for (tenant, error) in failed {
        tracing::warn!(%error, workspace = %tenant.workspace(), "{what}");
    }
}

/// Carries out jobs, each in its own task, so that none waits for another. Returns whether all jobs could be listed.
fn take_up(ledger: &Ledger, tries: &Arc<Tries>, found: Result<Found, StoreError>) -> bool {
    let Found {
        jobs,
        unreadable,
        failed,
    } = match found {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "unfinished runs and jobs cannot be listed now");
            return false;
        }
    };
    tell(
        &failed,
        "unfinished runs and jobs of a workspace cannot be listed now",
    );
    for (tenant, id, error) in unreadable {
        leave(ledger, tries, tenant, id, &error);
    }
    for (tenant, job) in jobs {
        if ledger.job_is_under_way(job.id) || !tries.is_due(job.id, ledger.host().instant()) {
            continue;
        }
        let (ledger, tries) = (ledger.clone(), Arc::clone(tries));
        tokio::spawn(async move { carry_out(&ledger, &tries, tenant, job).await });
    }
    failed.is_empty()
}

/// Leaves a job that is not understood to whoever understands it, and says so less and less often.
fn leave(ledger: &Ledger, tries: &Tries, tenant: Tenant, id: JobId, error: &StoreError) {
    let now = ledger.host().instant();
    if tries.is_due(id, now) {
        tries.failed(id, now);
        let workspace = tenant.workspace();
        tracing::error!(
            %error, job = %id, %workspace,
            "a job is not understood, and is left to a newer wellhead; no other waits for it"
        );
    }
}

async fn carry_out(ledger: &Ledger, tries: &Tries, tenant: Tenant, job: Job) {
    let id = job.id;
    tracing::info!(job = %id, kind = %job.kind, "carrying out a job");
    match even_if_it_panics(ledger.job_carry_out(tenant, job, |_| ())).await {
        Ok(_) | Err(ApplyError::Rejected { .. }) => tries.forget(id),
        // The database is away or busy: that says nothing of the job.
        Err(ApplyError::Store(error)) if !is_the_jobs(&error) => {
            tracing::warn!(%error, job = %id, "a job stopped; it is resumed later");
        }
        Err(ApplyError::Store(error)) => match tries.failed(id, ledger.host().instant()) {
            Next::Again => {
                tracing::error!(%error, job = %id, "a job failed; it is tried again later");
            }
            Next::GiveUp(times) => {
                tracing::error!(%error, job = %id, times, "a job failed too often and is given up");
                let why =
                    format!("given up: the server failed at it {times} times; its log says why");
                if let Err(error) = ledger.job_give_up(tenant, id, &why).await {
                    tracing::error!(%error, job = %id, "a job cannot be given up");
                }
            }
        },
    }
}

/// Does `work`. A panic, which is in the log, counts as a failure: otherwise the job would be taken up for ever.
async fn even_if_it_panics(
    work: impl Future<Output = Result<Job, ApplyError>>,
) -> Result<Job, ApplyError> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.unwrap_or_else(|_| Err(StoreError::Failed("it panicked".into()).into()))
}

/// Whether the job is to blame: its step fails, or never ends in time.
fn is_the_jobs(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Failed(_) | StoreError::Hindered(Hindrance::TooLong | Hindrance::Damaged, _)
    )
}
