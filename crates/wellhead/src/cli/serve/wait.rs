//! A database that starts at the same time as the service.

use std::time::Duration;

use anyhow::Context;
use tokio::time::{Instant, sleep};

use crate::database::{Database, may_come};
use crate::stop::Stop;

/// How long to wait between two tries, at the most.
const REST: Duration = Duration::from_secs(5);

/// The database that `open` opens. If it is not there, tries again until `patience` is over; `None` if the process is asked to stop.
pub(super) async fn patiently(
    patience: Duration,
    stop: &mut Stop,
    open: impl AsyncFn() -> anyhow::Result<Database>,
) -> anyhow::Result<Option<Database>> {
    let end = Instant::now() + patience;
    let mut rest = Duration::from_millis(250);
    loop {
        let error = match open().await {
            Err(error) if may_come(&error) && !patience.is_zero() => error,
            opened => return opened.map(Some),
        };
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let waited = patience.as_secs();
            return Err(error).with_context(|| {
                format!("waited {waited} seconds for the database (--wait), and it did not come")
            });
        }
        tracing::info!(
            error = format!("{error:#}"),
            seconds_left = left.as_secs(),
            "waiting for the database"
        );
        rest = (rest * 2).min(REST).min(left);
        tokio::select! {
            () = sleep(rest) => {}
            () = stop.asked() => return Ok(None),
        }
    }
}
