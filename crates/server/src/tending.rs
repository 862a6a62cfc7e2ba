use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use wellhead_core::ledger::Ledger;
use wellhead_core::sync::Patience;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(10);

/// Looks again and again for runs and jobs that processes which died have left.
pub(crate) async fn tend(ledger: Ledger) {
    let mut looks = interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if let Err(error) = ledger.tend(Patience::default()).await {
            tracing::warn!(%error, "what was left behind cannot be tended now");
        }
    }
}
