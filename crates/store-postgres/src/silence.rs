//! How long a run or job has been silent, by the database's clock, as the clocks of its clients differ.

use std::time::Duration;

/// The condition that the row `alias` has been silent for the parameter `silence`, in [`seconds`].
pub(crate) fn is_silent(alias: &str, silence: &str) -> String {
    format!(
        "{alias}.heard_at <= statement_timestamp() - {}",
        span(silence)
    )
}

/// The parameter `seconds` as an interval.
pub(crate) fn span(seconds: &str) -> String {
    format!("{seconds}::float8 * interval '1 second'")
}

/// A duration in seconds, limited to what the database can count back.
pub(crate) fn seconds(span: Duration) -> f64 {
    const THIRTY_YEARS: f64 = 1e9;
    span.as_secs_f64().min(THIRTY_YEARS)
}
