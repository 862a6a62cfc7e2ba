use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use wellhead_core::ledger::Ledger;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;

/// How often it looks for changes.
const EVERY: Duration = Duration::from_secs(2);

/// After each step it rests as many times as long as the step took, so that it takes no more than a fifth of a core from
/// those who write.
const RESTS: u32 = 4;

/// The same in a workspace that is behind: half a core, which is more than creates need.
const HURRIES: u32 = 1;

/// Works what was written into what is kept of all links: so that those who read have little to add, and those who write need
/// not do it.
pub(crate) async fn fold(ledger: Ledger) {
    let mut looks = interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if let Err(error) = fold_all(&ledger).await {
            tracing::warn!(%error, "changes cannot be folded now");
        }
    }
}

/// In turns, so that no workspace waits until a busy one is done: each round has a step for every workspace that has changes by then.
async fn fold_all(ledger: &Ledger) -> Result<(), StoreError> {
    let mut is_behind = true;
    while is_behind {
        is_behind = false;
        for tenant in ledger.folds_due().await? {
            is_behind |= step(ledger, tenant).await;
        }
    }
    Ok(())
}

/// Whether there may be more to fold in this workspace. If one cannot be folded, the others are nevertheless.
async fn step(ledger: &Ledger, tenant: Tenant) -> bool {
    let began = Instant::now();
    let folded = ledger.fold(tenant).await;
    let took = began.elapsed();
    let is_behind = folded.unwrap_or_else(|error| {
        let workspace = tenant.workspace();
        tracing::warn!(%error, %workspace, "the changes of a workspace cannot be folded now");
        false
    });
    sleep(took * if is_behind { HURRIES } else { RESTS }).await;
    is_behind
}
