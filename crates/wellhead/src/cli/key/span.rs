use std::time::Duration;

use jiff::{Span, SpanRelativeTo, Unit};
use wellhead_core::time::Timestamp;

/// When a key expires, as an operator says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Expiry {
    /// So long after it is made.
    After(Duration),
    /// At this instant.
    At(Timestamp),
}

impl Expiry {
    /// The instant, of a key that is made at `at`. `None` if it is not later.
    pub(super) fn of(self, at: Timestamp) -> Option<Timestamp> {
        let expires_at = match self {
            Self::After(span) => {
                at.plus_micros(i64::try_from(span.as_micros()).unwrap_or(i64::MAX))
            }
            Self::At(instant) => instant,
        };
        (expires_at > at).then_some(expires_at)
    }
}

/// Reads a span of time or an instant.
pub(super) fn expiry(text: &str) -> Result<Expiry, &'static str> {
    if let Ok(instant) = text.parse() {
        return Ok(Expiry::At(instant));
    }
    let span = span(text).map_err(
        |_| "use a span of time like 90d or 12h, or an instant like 2027-01-31T00:00:00Z",
    )?;
    Ok(Expiry::After(span))
}

/// Reads a span of time. A day has 24 hours.
pub(super) fn span(text: &str) -> Result<Duration, &'static str> {
    let seconds = text
        .parse::<Span>()
        .and_then(|span| span.total((Unit::Second, SpanRelativeTo::days_are_24_hours())));
    seconds
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or("use a span of time like 24h, 90m or 7d")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read() {
        let hours = |hours| Ok(Duration::from_hours(hours));
        assert_eq!(span("24h"), hours(24));
        assert_eq!(span("7d"), hours(7 * 24));
        assert_eq!(span("2 weeks"), hours(14 * 24));
        assert_eq!(span("90m"), Ok(Duration::from_mins(90)));
        assert_eq!(span("0s"), Ok(Duration::ZERO));
        for text in ["", "24", "-1h", "1h ago", "3 months", "soon"] {
            assert!(span(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_expiry_is_a_span_or_an_instant() {
        let at: Timestamp = "2026-05-10T00:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-05-12T00:00:00Z".parse().unwrap();
        let of = |text| expiry(text).map(|it| it.of(at));
        assert_eq!(of("2d"), Ok(Some(later)));
        assert_eq!(of("2026-05-12T00:00:00Z"), Ok(Some(later)));
        assert_eq!(of("2026-05-09T00:00:00Z"), Ok(None));
        assert_eq!(of("0s"), Ok(None));
        assert!(of("tomorrow").is_err());
    }
}
