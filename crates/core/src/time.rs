//! Instants, with the precision of both databases: microseconds.

mod moment;

pub use moment::Moment;

use std::fmt;
use std::str::FromStr;

use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

/// An instant in UTC, in whole microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Text that is not an RFC 3339 date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 date and time, such as 2026-05-10T14:32:00Z")]
pub struct InvalidTimestamp;

impl Timestamp {
    /// 0000-01-01T00:00:00Z, the first instant that RFC 3339 can express.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// 9999-12-30T22:00:00Z, the last instant that every part of the system can hold.
    pub const MAX: Self = Self(253_402_207_200_000_000);

    /// 1970-01-01T00:00:00Z
    pub const EPOCH: Self = Self(0);
    /// 1970-01-05T00:00:00Z, the first Monday since the epoch.
    pub const FIRST_MONDAY: Self = Self(4 * 24 * 3_600 * 1_000_000);

    /// From microseconds since 1970, clamped to [`MIN`](Self::MIN)`..=`[`MAX`](Self::MAX).
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        Self(micros.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Microseconds since 1970.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// This instant plus `micros` microseconds.
    #[must_use]
    pub fn plus_micros(self, micros: i64) -> Self {
        Self::from_micros(self.0.saturating_add(micros))
    }
}

/// In the contract's form: UTC, three decimals and `Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = jiff::Timestamp::from_microsecond(self.0).map_err(|_| fmt::Error)?;
        let civil = Offset::UTC.to_datetime(instant);
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second(),
            civil.millisecond(),
        )
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Accepts any offset, and cuts off anything finer than a microsecond. Instants outside
/// [`Timestamp::MIN`]`..=`[`Timestamp::MAX`], such as the last hours of the year 9999, are clamped.
impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        // jiff also accepts six-digit years, and a time zone's name in brackets.
        if text.starts_with(['+', '-']) || text.contains('[') {
            return Err(InvalidTimestamp);
        }
        let pieces = Pieces::parse(text).map_err(|_| InvalidTimestamp)?;
        let time = pieces.time().ok_or(InvalidTimestamp)?;
        let offset = pieces.to_numeric_offset().ok_or(InvalidTimestamp)?;
        match offset.to_timestamp(pieces.date().to_datetime(time)) {
            Ok(instant) => {
                let floor = instant.as_nanosecond().div_euclid(1_000);
                Ok(Self::from_micros(
                    i64::try_from(floor).map_err(|_| InvalidTimestamp)?,
                ))
            }
            // jiff's range ends a little more than a day before the year does.
            Err(_) => Ok(Self::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_printed_with_three_decimals() {
        let at: Timestamp = "2026-05-10T16:32:00.123456+02:00".parse().unwrap();
        assert_eq!(at.as_micros(), 1_778_423_520_123_456);
        assert_eq!(at.to_string(), "2026-05-10T14:32:00.123Z");
        assert_eq!(Timestamp::MIN.to_string(), "0000-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-30T22:00:00.000Z");
    }

    #[test]
    fn the_ends_of_time_hold() {
        for text in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999-23:59"] {
            assert_eq!(text.parse(), Ok(Timestamp::MAX), "{text}");
        }
        for text in ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00+23:59"] {
            assert_eq!(text.parse(), Ok(Timestamp::MIN), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_rfc_3339() {
        for text in [
            "",
            "yesterday",
            "2026-05-10",
            "2026-13-01T00:00:00Z",
            "2026-05-10T14:32:00",
            "-000001-01-01T00:00:00Z",
            "2026-05-10T14:32:00+02:00[Europe/Berlin]",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
        }
    }
}
