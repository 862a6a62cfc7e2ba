use crate::resource::Past;
use crate::time::Timestamp;

/// From one moment until before another; without an end it still goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Its first moment.
    pub since: Timestamp,
    /// The moment when it was over.
    pub until: Option<Timestamp>,
}

impl Stay {
    /// What two have in common; it may be nothing.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let ends = [self.until, other.until].into_iter().flatten();
        Self {
            since: self.since.max(other.since),
            until: ends.min(),
        }
    }

    /// Whether any moment of it, except for those of `away`, is one that `past` looks at. This is how long an identity was
    /// a record's, and when that record was itself part of another one.
    #[must_use]
    pub fn is_seen(self, away: &[Self], past: Past) -> bool {
        let (from, before) = match past {
            Past::AsOf(at) => (at, at.plus_micros(1)),
            Past::Within { from, until } => (from, until),
        };
        let looked_at = Self {
            since: from,
            until: Some(before),
        };
        let seen = self.and(looked_at);
        let before = seen.until.unwrap_or(before);
        let mut away = away.to_vec();
        away.sort_by_key(|it| it.since);
        // The first moment that may be seen.
        let mut first = seen.since;
        for away in away {
            if first < away.since {
                break;
            }
            first = first.max(away.until.unwrap_or(Timestamp::MAX));
        }
        first < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::EPOCH.plus_micros(second * 1_000_000)
    }

    fn stay(since: i64, until: Option<i64>) -> Stay {
        Stay {
            since: at(since),
            until: until.map(at),
        }
    }

    /// The seconds at which it is seen.
    fn seen(stay: Stay, away: &[Stay]) -> Vec<i64> {
        let seen = |second: &i64| stay.is_seen(away, Past::AsOf(at(*second)));
        (0..20).filter(seen).collect()
    }

    #[test]
    fn a_stay_has_its_first_moment_and_not_its_last() {
        assert_eq!(seen(stay(3, Some(6)), &[]), [3, 4, 5]);
        assert_eq!(seen(stay(17, None), &[]), [17, 18, 19]);
        assert_eq!(seen(stay(6, Some(3)), &[]), [0; 0], "one that never was");
        assert_eq!(seen(stay(3, Some(9)).and(stay(7, None)), &[]), [7, 8]);
    }

    #[test]
    fn what_was_away_is_not_seen() {
        let away = [stay(8, None), stay(4, Some(6))];
        assert_eq!(seen(stay(3, None), &away), [3, 6, 7]);
    }

    #[test]
    fn a_time_sees_what_was_there_at_any_of_its_moments() {
        let away = [stay(4, Some(6)), stay(6, Some(8))];
        let sees = |from, until| {
            let (from, until) = (at(from), at(until));
            stay(3, Some(9)).is_seen(&away, Past::Within { from, until })
        };
        assert!(sees(0, 4) && sees(8, 20) && sees(0, 20));
        assert!(!sees(0, 3) && !sees(4, 8) && !sees(9, 20));
        assert!(!sees(8, 8) && !sees(20, 0), "no time at all");
    }
}
