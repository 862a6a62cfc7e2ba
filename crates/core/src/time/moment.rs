use std::str::FromStr;

use super::{InvalidTimestamp, Timestamp};

/// A time as a client wrote it, for comparing with times that the ledger prints.
///
/// The ledger keeps microseconds and prints milliseconds, cut off. A client that sends back a printed time means
/// the whole millisecond. So a time with up to three decimals stands for the millisecond that begins there, and one
/// with more for a single microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    first: Timestamp,
    last: Timestamp,
}

impl Moment {
    /// Its first microsecond, for comparing with `gte` and `lt`.
    #[must_use]
    pub const fn first(self) -> Timestamp {
        self.first
    }

    /// Its last microsecond, for comparing with `lte`, `gt` and `as_of`.
    #[must_use]
    pub const fn last(self) -> Timestamp {
        self.last
    }
}

/// Accepts what [`Timestamp`] accepts.
impl FromStr for Moment {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let first: Timestamp = text.parse()?;
        let decimals = text
            .split_once(['.', ','])
            .map_or("", |(_, fraction)| fraction)
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let last = if decimals > 3 {
            first
        } else {
            first.plus_micros(999)
        };
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(text: &str) -> String {
        let moment: Moment = text.parse().unwrap();
        let micros = moment.last().as_micros() - moment.first().as_micros();
        format!("{} and {micros}", moment.first())
    }

    #[test]
    fn a_printed_time_is_its_whole_millisecond() {
        for text in [
            "2026-05-10T14:32:00Z",
            "2026-05-10T14:32:00.0Z",
            "2026-05-10T16:32:00.000+02:00",
            "2026-05-10T16:32:00,000+02:00",
        ] {
            assert_eq!(last(text), "2026-05-10T14:32:00.000Z and 999", "{text}");
        }
    }

    #[test]
    fn a_finer_time_is_one_microsecond() {
        for text in [
            "2026-05-10T14:32:00.0000Z",
            "2026-05-10T14:32:00.000000Z",
            "2026-05-10T14:32:00.000000001+00:00",
        ] {
            assert_eq!(last(text), "2026-05-10T14:32:00.000Z and 0", "{text}");
        }
    }

    #[test]
    fn the_end_of_time_is_a_limit() {
        let moment: Moment = "9999-12-31T23:59:59Z".parse().unwrap();
        assert_eq!(moment.last(), Timestamp::MAX);
        assert_eq!("soon".parse::<Moment>(), Err(InvalidTimestamp));
    }
}
