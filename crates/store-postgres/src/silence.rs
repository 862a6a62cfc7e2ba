//! How long nothing was heard of a run or a job, by the clock of the database: those of its clients differ.

use std::time::Duration;

/// The condition that nothing was heard of `alias` for as many [`seconds`] as the parameter `silence` says.
pub(crate) fn is_silent(alias: &str, silence: &str) -> String {
    format!(
        "{alias}.heard_at <= statement_timestamp() - {}",
        span(silence)
    )
}

/// The parameter `seconds` as a span of time.
pub(crate) fn span(seconds: &str) -> String {
    format!("{seconds}::float8 * interval '1 second'")
}

/// A span of time, no longer than the database can count back.
pub(crate) fn seconds(span: Duration) -> f64 {
    const THIRTY_YEARS: f64 = 1e9;
    span.as_secs_f64().min(THIRTY_YEARS)
}
