use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, timeout};
use wellhead_core::ledger::Ledger;
use wellhead_core::measured::JOB_KINDS;
use wellhead_core::store::{Behind, StoreError, Unfinished, Workload};
use wellhead_core::time::Timestamp;

use super::Metrics;
use crate::measured::{
    FEED_CHANGES, FEED_ENDPOINTS, FEED_LAG, JOBS, JOBS_AGE, JOBS_SILENCE, READY, RUNS, RUNS_AGE,
    RUNS_SILENCE, UNFOLDED, WORKLOAD_KNOWN,
};

/// How often what was measured is summed up.
const SUMS_UP: Duration = Duration::from_secs(5);

/// How often the database is asked. Who asks for the metrics never waits for it.
const LOOKS: u32 = 3;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Keeps the gauges true that say what is unfinished in the database.
pub(super) async fn watch(ledger: Ledger, metrics: Metrics) {
    let mut ticks = interval(SUMS_UP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for turn in (0..LOOKS).cycle() {
        ticks.tick().await;
        metrics.sum_up();
        if turn == 0 {
            look(&ledger).await;
        }
    }
}

async fn look(ledger: &Ledger) {
    let ready = timeout(PATIENCE, ledger.ready()).await;
    READY.set(f64::from(u8::from(matches!(ready, Ok(Ok(()))))), []);
    let found = timeout(PATIENCE, ledger.workload()).await;
    let found = found.unwrap_or_else(|late| Err(StoreError::Unavailable(late.into())));
    WORKLOAD_KNOWN.set(f64::from(u8::from(found.is_ok())), []);
    match found {
        Ok(workload) => show(&workload, ledger.now()),
        Err(error) => tracing::debug!(%error, "what is unfinished cannot be counted now"),
    }
}

fn show(workload: &Workload, now: Timestamp) {
    for kind in JOB_KINDS.iter().copied() {
        let found = workload.jobs.iter().find(|(of, _)| of == kind);
        let jobs = found.map(|(_, jobs)| *jobs).unwrap_or_default();
        JOBS.set(number(jobs.many), [kind.into()]);
        JOBS_AGE.set(age(jobs.oldest, now), [kind.into()]);
        JOBS_SILENCE.set(jobs.silence.as_secs_f64(), [kind.into()]);
    }
    let Unfinished {
        many,
        oldest,
        silence,
    } = workload.runs;
    RUNS.set(number(many), []);
    RUNS_AGE.set(age(oldest, now), []);
    RUNS_SILENCE.set(silence.as_secs_f64(), []);
    for (state, behind) in [("well", workload.behind), ("failing", workload.failing)] {
        let Behind {
            endpoints,
            oldest,
            changes,
        } = behind;
        FEED_ENDPOINTS.set(number(endpoints), [state.into()]);
        FEED_LAG.set(age(oldest, now), [state.into()]);
        FEED_CHANGES.set(number(changes), [state.into()]);
    }
    UNFOLDED.set(number(workload.unfolded), []);
}

/// In seconds; 0 if there is nothing, or a clock was set back.
fn age(of: Option<Timestamp>, now: Timestamp) -> f64 {
    let micros = of.map_or(0, |at| now.as_micros().saturating_sub(at.as_micros()));
    Duration::from_micros(u64::try_from(micros).unwrap_or(0)).as_secs_f64()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "what is counted is counted up to a thousand, and positions stay far below 2^52"
)]
fn number(of: u64) -> f64 {
    of as f64
}
