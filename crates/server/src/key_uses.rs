use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use wellhead_core::ledger::Ledger;

/// How often it is written down when keys were used, so that a key costs a write a minute at most.
const EVERY: Duration = Duration::from_mins(1);

/// How long a process that stops waits for it.
const AT_LAST: Duration = Duration::from_secs(5);

/// Writes down when keys were used, beside the requests, and for no request to wait or to fail.
pub(crate) async fn write(ledger: Ledger) {
    let mut looks = interval_at(Instant::now() + EVERY, EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        write_now(&ledger).await;
    }
}

/// Writes down the last uses of a process that stops.
pub(crate) async fn settle(ledger: &Ledger) {
    if timeout(AT_LAST, write_now(ledger)).await.is_err() {
        tracing::warn!("when keys were last used is not written down: the database takes too long");
    }
}

async fn write_now(ledger: &Ledger) {
    if let Err(error) = ledger.write_uses().await {
        tracing::warn!(%error, "when keys were last used cannot be written down now");
    }
}
