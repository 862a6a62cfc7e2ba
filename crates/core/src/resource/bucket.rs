use std::fmt;
use std::str::FromStr;

use crate::page::Interval;
use crate::time::Timestamp;

/// The length of the buckets in which activity is counted. They begin in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Seven days from a Monday.
    Week,
}

/// The text is not a [`Bucket`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a bucket; there are hour, day and week")]
pub struct InvalidBucket;

impl Bucket {
    /// Every bucket, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];
    /// The most buckets in one answer.
    pub const MOST: i64 = 1_000;

    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// How long it is, in microseconds.
    #[must_use]
    pub const fn micros(self) -> i64 {
        const HOUR: i64 = 3_600 * 1_000_000;
        match self {
            Self::Hour => HOUR,
            Self::Day => 24 * HOUR,
            Self::Week => 7 * 24 * HOUR,
        }
    }

    /// The start of the first bucket in 1970: a week's is on the first Monday.
    #[must_use]
    pub const fn origin(self) -> Timestamp {
        match self {
            Self::Hour | Self::Day => Timestamp::EPOCH,
            Self::Week => Timestamp::FIRST_MONDAY,
        }
    }

    /// The start of the bucket that `at` lies in.
    #[must_use]
    pub fn start(self, at: Timestamp) -> Timestamp {
        let origin = self.origin().as_micros();
        let since = (at.as_micros() - origin).div_euclid(self.micros());
        Timestamp::from_micros(origin + since * self.micros())
    }

    /// Whether a time range has more than [`MOST`](Self::MOST) stretches.
    pub(crate) const fn is_too_fine(self, since: Timestamp, until: Timestamp) -> bool {
        let span = until.as_micros().saturating_sub(since.as_micros());
        span / self.micros() >= Self::MOST
    }
}

/// The whole hours of an interval of time, of which stores keep counts, and what is before and behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeHours {
    /// The start of the first hour.
    pub from: Timestamp,
    /// The end of the last hour.
    pub until: Timestamp,
    /// The parts of the interval that are no whole hours.
    pub edges: [Interval; 2],
}

impl WholeHours {
    /// Those of `interval`; `None` if it has none, or if it has no begin or no end.
    #[must_use]
    pub fn of(interval: Interval) -> Option<Self> {
        let (above, below) = (interval.above?, interval.below?);
        let from = Bucket::Hour.start(above.created_at);
        let from = from.plus_micros(Bucket::Hour.micros());
        let until = Bucket::Hour.start(below.created_at);
        (from < until).then(|| Self {
            from,
            until,
            edges: [
                interval.and(Interval::until(from)),
                interval.and(Interval::since(until)),
            ],
        })
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Bucket {
    type Err = InvalidBucket;

    fn from_str(text: &str) -> Result<Self, InvalidBucket> {
        Self::ALL
            .into_iter()
            .find(|bucket| bucket.as_str() == text)
            .ok_or(InvalidBucket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_begin_in_utc() {
        let at: Timestamp = "2026-11-24T23:45:12.5+02:00".parse().unwrap();
        for (bucket, start) in [
            (Bucket::Hour, "2026-11-24T21:00:00.000Z"),
            (Bucket::Day, "2026-11-24T00:00:00.000Z"),
            (Bucket::Week, "2026-11-23T00:00:00.000Z"),
        ] {
            assert_eq!(bucket.start(at).to_string(), start);
            assert_eq!(bucket.start(bucket.start(at)), bucket.start(at));
        }
        let long_ago: Timestamp = "1969-12-31T12:00:00Z".parse().unwrap();
        assert_eq!(
            Bucket::Day.start(long_ago).to_string(),
            "1969-12-31T00:00:00.000Z"
        );
        assert_eq!(
            Bucket::Week.start(long_ago).to_string(),
            "1969-12-29T00:00:00.000Z"
        );
    }
}
