//! What is measured of the ledger and its store, whichever engine keeps it.

use tokio::time::Instant;

use crate::metric::{Counter, Histogram, ITEMS, Label, Metric, SECONDS};
use crate::resource::{Job, JobStatus, RunStatus, SyncRun, Tally};
use crate::store::{Hindrance, StoreError};

/// All of them.
pub static METRICS: &[&Metric] = &[
    DATABASE_WAIT.metric(),
    DATABASE.metric(),
    DATABASE_FAILURES.metric(),
    LIMITS_HIT.metric(),
    BATCHES.metric(),
    BATCH_ITEMS.metric(),
    LINES.metric(),
    JOBS_ENDED.metric(),
    RUNS_ENDED.metric(),
];

/// What the database's connections are for.
const PURPOSE: Label = Label::one_of(
    "purpose",
    &[
        "keys",
        "lookups",
        "long_reads",
        "writes",
        "operator",
        "readiness",
    ],
);

/// How long work waited for a connection: for a free one of a pool of PostgreSQL's, or for a new one; for the only writer of SQLite, or
/// for one of its readers.
pub static DATABASE_WAIT: Histogram<1> = Histogram::new(
    "wellhead_database_wait_seconds",
    "How long work waited for a connection of the database; on SQLite, writes wait for the one writer.",
    SECONDS,
    &[PURPOSE],
);

/// How long the database took.
pub static DATABASE: Histogram<1> = Histogram::new(
    "wellhead_database_seconds",
    "How long the database took for a statement or, of writes, for a transaction, once there was a connection.",
    SECONDS,
    &[PURPOSE],
);

static DATABASE_FAILURES: Counter<1> = Counter::new(
    "wellhead_database_failures_total",
    "What the database did not carry out, by what kept it from doing so. Time-outs are unavailable (it said nothing), locked and \
     took_too_long.",
    &[Label::one_of(
        "why",
        &[
            "unavailable",
            "locked",
            "took_too_long",
            "crowded",
            "full",
            "read_only",
            "damaged",
            "failed",
        ],
    )],
);

/// Limits that somebody hit.
pub static LIMITS_HIT: Counter<1> = Counter::new(
    "wellhead_limits_hit_total",
    "Requests and connections that were refused because of a limit.",
    &[Label::one_of(
        "limit",
        &[
            "connections",
            "connections_per_address",
            "requests_per_key",
            "requests_without_key",
            "wrong_keys",
            "deliveries",
            "large_documents",
            "lookups",
            "long_reads",
            "writes",
            "large_batches",
            "delivered_batches",
            "quota",
            "keys",
        ],
    )],
);

const OF: Label = Label::one_of("of", &["commands", "lines"]);

static BATCHES: Histogram<1> = Histogram::new(
    "wellhead_batch_seconds",
    "How long an atomic batch took to be written: commands of requests, or lines of deliveries and imports.",
    SECONDS,
    &[OF],
);

static BATCH_ITEMS: Histogram<1> = Histogram::new(
    "wellhead_batch_items",
    "How many commands or lines a batch had.",
    ITEMS,
    &[OF],
);

static LINES: Counter<1> = Counter::new(
    "wellhead_lines_total",
    "Lines of deliveries and imports, by what became of them.",
    &[Label::one_of(
        "became",
        &["link_created", "link_touched", "rejected"],
    )],
);

static JOBS_ENDED: Counter<2> = Counter::new(
    "wellhead_jobs_ended_total",
    "Jobs that ended in this process.",
    &[
        Label::one_of("kind", JOB_KINDS),
        Label::one_of("status", &["success", "error"]),
    ],
);

/// The kinds of job.
pub const JOB_KINDS: &[&str] = &[
    "disconnect",
    "delete",
    "invalidate",
    "deduplicate",
    "merge",
    "erase",
    "retain",
    "sweep",
];

static RUNS_ENDED: Counter<1> = Counter::new(
    "wellhead_runs_ended_total",
    "Runs that this process closed; a run that sweeps is closed by its job.",
    &[Label::one_of("status", &["success", "error"])],
);

/// A failure of the database, which is counted.
#[must_use]
pub fn failure(error: StoreError) -> StoreError {
    let why = match &error {
        StoreError::Unavailable(_) | StoreError::CommitUnknown(_) => "unavailable",
        StoreError::Failed(_) => "failed",
        StoreError::Hindered(hindrance, _) => match hindrance {
            Hindrance::Locked => "locked",
            Hindrance::TooLong => "took_too_long",
            Hindrance::Full => "full",
            Hindrance::ReadOnly => "read_only",
            Hindrance::Crowded => "crowded",
            Hindrance::Damaged => "damaged",
            // A limit, and counted as such.
            Hindrance::TooMuchAtOnce => return error,
        },
    };
    DATABASE_FAILURES.add(1, [why.into()]);
    error
}

/// The result of writing a batch, which is measured.
pub(crate) async fn batch<T>(of: &'static str, items: usize, work: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let done = work.await;
    BATCHES.took(began.elapsed(), [of.into()]);
    #[expect(clippy::cast_precision_loss, reason = "batches are small")]
    BATCH_ITEMS.record(items as f64, [of.into()]);
    done
}

/// What became of the lines of a batch.
pub(crate) fn lines(tally: Tally) {
    for (became, lines) in [
        ("link_created", tally.links_created),
        ("link_touched", tally.links_touched),
        ("rejected", tally.rejected),
    ] {
        LINES.add(lines, [became.into()]);
    }
}

/// Counts a job that has ended.
pub(crate) fn job(job: &Job) {
    if job.status != JobStatus::InProgress {
        JOBS_ENDED.add(1, [job.kind.as_str().into(), job.status.as_str().into()]);
    }
}

/// Counts a run that has ended.
pub(crate) fn run(run: &SyncRun) {
    if run.status != RunStatus::InProgress {
        RUNS_ENDED.add(1, [run.status.as_str().into()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::JobKind;

    #[test]
    fn every_kind_of_job_is_counted() {
        assert_eq!(JOB_KINDS, JobKind::labels());
    }
}
