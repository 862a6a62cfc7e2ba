use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{MissedTickBehavior, interval};
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::Job;
use wellhead_core::store::StoreError;
use wellhead_core::sync::Patience;
use wellhead_core::tenant::Tenant;

use crate::Settings;

/// How often it checks.
const EVERY: Duration = Duration::from_secs(5);

/// How often it looks for changes to forget.
const FORGETS: Duration = Duration::from_mins(10);

/// How often it looks for workspaces whose rules are due.
const RETAINS: Duration = Duration::from_mins(5);

/// At the start, resumes what this process left when it last ended; then checks regularly for runs and jobs of other
/// processes that died. Now and then it forgets old changes, and once a
/// day it removes what a workspace's rules do not keep.
pub(crate) async fn tend(ledger: Ledger, settings: Settings) {
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
            knows_its_own = take_up(&ledger, ledger.left().await);
        }
        take_up(&ledger, ledger.abandoned(Patience::default()).await);
        if retains.tick().now_or_never().is_some() {
            take_up(&ledger, ledger.retain_daily().await);
        }
        if forgets.tick().now_or_never().is_some() {
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
    if let Err(error) = ledger.forget_changes(before).await {
        tracing::warn!(%error, "old changes cannot be forgotten now");
    }
}

/// Carries out jobs, each in its own task, so that none waits for another. Returns whether the jobs could be listed.
fn take_up(ledger: &Ledger, found: Result<Vec<(Tenant, Job)>, StoreError>) -> bool {
    let jobs = match found {
        Ok(jobs) => jobs,
        Err(error) => {
            tracing::warn!(%error, "unfinished runs and jobs cannot be listed now");
            return false;
        }
    };
    for (tenant, job) in jobs {
        let ledger = ledger.clone();
        tokio::spawn(async move {
            let id = job.id;
            tracing::info!(job = %id, kind = %job.kind, "carrying out a job");
            if let Err(error) = ledger.job_carry_out(tenant, job, |_| ()).await {
                tracing::warn!(%error, job = %id, "a job stopped; it is resumed later");
            }
        });
    }
    true
}
