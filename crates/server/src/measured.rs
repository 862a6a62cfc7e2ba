//! What is measured of the service. What is measured of the ledger is in [`wellhead_core::measured`].

use std::time::Duration;

use axum::http::{Method, StatusCode};
use wellhead_core::measured::JOB_KINDS;
use wellhead_core::metric::{Counter, Gauge, Histogram, Label, Metric, SECONDS};

/// All of them.
pub(crate) static METRICS: &[&Metric] = &[
    REQUESTS.metric(),
    REQUEST_TIMES.metric(),
    UNDER_WAY.metric(),
    CONNECTIONS.metric(),
    MADE_ROOM.metric(),
    CLIENT_TIMEOUTS.metric(),
    DELIVERIES.metric(),
    FOLLOWERS.metric(),
    WEBHOOKS.metric(),
    WEBHOOK_TIMES.metric(),
    AUDIT_WAITING.metric(),
    READY.metric(),
    WORKLOAD_KNOWN.metric(),
    JOBS.metric(),
    JOBS_AGE.metric(),
    JOBS_SILENCE.metric(),
    RUNS.metric(),
    RUNS_AGE.metric(),
    RUNS_SILENCE.metric(),
    FEED_ENDPOINTS.metric(),
    FEED_LAG.metric(),
    FEED_CHANGES.metric(),
    UNFOLDED.metric(),
    BUILD.metric(),
];

static REQUESTS: Counter<3> = Counter::new(
    "wellhead_http_requests_total",
    "Requests that were answered, by method, by the template of their path, and by status.",
    &[
        Label::known("method"),
        Label::known("route"),
        Label::known("status"),
    ],
);

static REQUEST_TIMES: Histogram<1> = Histogram::new(
    "wellhead_http_request_seconds",
    "How long requests took until their answer began.",
    &[
        0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0,
    ],
    &[Label::known("route")],
);

/// Requests whose answers have not begun.
pub(crate) static UNDER_WAY: Gauge<0> = Gauge::new(
    "wellhead_http_requests_under_way",
    "Requests whose answer has not begun.",
    &[],
);

/// Connections that are open.
pub(crate) static CONNECTIONS: Gauge<1> = Gauge::new(
    "wellhead_connections",
    "Connections that are open: to the service, or to its metrics.",
    &[Label::one_of("to", &["service", "metrics"])],
);

/// Connections that left for others.
pub(crate) static MADE_ROOM: Counter<0> = Counter::new(
    "wellhead_connections_made_room_total",
    "Idle connections that were closed because all places were taken and another client came.",
    &[],
);

/// Clients that were silent for too long.
pub(crate) static CLIENT_TIMEOUTS: Counter<1> = Counter::new(
    "wellhead_client_timeouts_total",
    "Connections that were closed because their client was silent: it sent no whole head of a request, nothing more of a body, or \
     took nothing of an answer.",
    &[Label::one_of("waited_for", &["head", "body", "answer"])],
);

/// Deliveries that are open.
pub(crate) static DELIVERIES: Gauge<0> = Gauge::new(
    "wellhead_deliveries_open",
    "Deliveries whose lines are being taken.",
    &[],
);

/// Those who follow the feed of changes.
pub(crate) static FOLLOWERS: Gauge<0> = Gauge::new(
    "wellhead_followers",
    "Clients and pages that follow the feed of changes.",
    &[],
);

/// Messages that were sent.
pub(crate) static WEBHOOKS: Counter<1> = Counter::new(
    "wellhead_webhooks_total",
    "Attempts to deliver a message to a webhook endpoint, by what came of them.",
    &[Label::one_of(
        "outcome",
        &[
            "delivered",
            "gone",
            "redirected",
            "refused",
            "timed_out",
            "unreachable",
            "untrusted",
            "forbidden",
            "garbled",
        ],
    )],
);

/// How long that took.
pub(crate) static WEBHOOK_TIMES: Histogram<0> = Histogram::new(
    "wellhead_webhook_seconds",
    "How long an attempt to deliver a message took.",
    SECONDS,
    &[],
);

/// Entries of the audit log that are not written.
pub(crate) static AUDIT_WAITING: Gauge<0> = Gauge::new(
    "wellhead_audit_entries_waiting",
    "Entries of the audit log that wait to be written.",
    &[],
);

/// Whether the database would take a write.
pub(crate) static READY: Gauge<0> = Gauge::new(
    "wellhead_ready",
    "Whether the database would take a write: 1, or 0.",
    &[],
);

/// Whether the gauges below are true.
pub(crate) static WORKLOAD_KNOWN: Gauge<0> = Gauge::new(
    "wellhead_workload_known",
    "Whether the jobs, runs, feeds and notes below could be counted the last time: 1, or 0, and then they are as they were before.",
    &[],
);

const KIND: Label = Label::one_of("kind", JOB_KINDS);

/// Jobs that are unfinished.
pub(crate) static JOBS: Gauge<1> = Gauge::new(
    "wellhead_jobs_unfinished",
    "Jobs that are in progress, in all workspaces.",
    &[KIND],
);

/// The age of the oldest of them.
pub(crate) static JOBS_AGE: Gauge<1> = Gauge::new(
    "wellhead_jobs_oldest_age_seconds",
    "How long ago the oldest unfinished job was opened.",
    &[KIND],
);

/// The silence of the most silent of them.
pub(crate) static JOBS_SILENCE: Gauge<1> = Gauge::new(
    "wellhead_jobs_silence_seconds",
    "How long ago the unfinished job that is most silent last made a step.",
    &[KIND],
);

/// Runs that are open.
pub(crate) static RUNS: Gauge<0> = Gauge::new(
    "wellhead_runs_open",
    "Runs that are open, in all workspaces. One that is being swept counts as a job.",
    &[],
);

/// The age of the oldest of them.
pub(crate) static RUNS_AGE: Gauge<0> = Gauge::new(
    "wellhead_runs_oldest_age_seconds",
    "How long ago the oldest open run was started.",
    &[],
);

/// The silence of the most silent of them.
pub(crate) static RUNS_SILENCE: Gauge<0> = Gauge::new(
    "wellhead_runs_silence_seconds",
    "How long ago something was last heard of the open run that is most silent.",
    &[],
);

const STATE: Label = Label::one_of("state", &["well", "failing"]);

/// Endpoints that are behind.
pub(crate) static FEED_ENDPOINTS: Gauge<1> = Gauge::new(
    "wellhead_feed_endpoints_behind",
    "Enabled webhook endpoints that were not told of all changes: those whose last message was taken, and those that fail.",
    &[STATE],
);

/// How old their oldest change is.
pub(crate) static FEED_LAG: Gauge<1> = Gauge::new(
    "wellhead_feed_lag_seconds",
    "How old the oldest change is that such an endpoint was not told of.",
    &[STATE],
);

/// How many changes they miss.
pub(crate) static FEED_CHANGES: Gauge<1> = Gauge::new(
    "wellhead_feed_lag_changes",
    "How many changes the endpoint that is most behind was not told of.",
    &[STATE],
);

/// Notes that are not folded.
pub(crate) static UNFOLDED: Gauge<0> = Gauge::new(
    "wellhead_unfolded_notes",
    "Notes of changed links that are not folded into the kept flows and counts; at most 1000 are counted.",
    &[],
);

/// What this is.
pub(crate) static BUILD: Gauge<1> = Gauge::new(
    "wellhead_build_info",
    "1, for the version of this process.",
    &[Label::one_of("version", &[env!("CARGO_PKG_VERSION")])],
);

/// Counts a request that was answered after so long. A route is the template of a path, so it names nobody.
pub(crate) fn request(method: &Method, route: Option<&str>, status: StatusCode, took: Duration) {
    let route = route.unwrap_or("none").to_owned();
    REQUEST_TIMES.took(took, [route.clone().into()]);
    REQUESTS.add(
        1,
        [known(method).into(), route.into(), shown(status).into()],
    );
}

/// A client may make up methods.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        _ => "other",
    }
}

fn shown(status: StatusCode) -> String {
    status.as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellhead_core::webhook::Outcome;

    #[test]
    fn every_outcome_of_a_webhook_is_counted() {
        let counted = WEBHOOKS.metric().labels[0].values.unwrap();
        // Nobody learns that an attempt was lost, unless another one begins.
        let all = Outcome::ALL.iter().filter(|it| **it != Outcome::Lost);
        let all: Vec<_> = all.map(|outcome| outcome.as_str()).collect();
        assert_eq!(counted, all);
    }

    #[test]
    fn a_made_up_method_is_none_of_its_own() {
        let method = Method::from_bytes(b"ADA").unwrap();
        assert_eq!(known(&method), "other");
    }
}
