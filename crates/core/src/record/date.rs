use std::fmt;

use jiff::civil;

use super::InvalidValue;

/// A calendar day, from 0001-01-01 to 9999-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// The origin of day numbers.
const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl Date {
    /// Reads `YYYY-MM-DD`, the only form of ISO 8601 that we accept.
    ///
    /// # Errors
    /// If it is written differently, or there is no such day.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = text.trim();
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(place, byte)| match place {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(InvalidValue::NotDate);
        }
        let number = |from: usize, to: usize| text[from..to].parse::<i16>().unwrap_or(0);
        let part = |from, to| i8::try_from(number(from, to)).unwrap_or(0);
        let year = number(0, 4);
        let day = civil::Date::new(year, part(5, 7), part(8, 10));
        let day = day.map_err(|_| InvalidValue::NoSuchDay)?;
        // PostgreSQL has no year 0.
        if year == 0 {
            return Err(InvalidValue::NoSuchDay);
        }
        Ok(Self(day))
    }

    /// The day `days` after 1970-01-01, or before it if negative; `None` if out of range.
    #[must_use]
    pub fn from_days(days: i32) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        EPOCH.checked_add(span).ok().map(Self)
    }

    /// The number of days since 1970-01-01.
    ///
    /// # Panics
    /// Never: ten thousand years fit.
    #[must_use]
    pub fn days(self) -> i32 {
        let since = EPOCH.until(self.0).expect("days are the largest unit");
        since.get_days()
    }
}

/// `YYYY-MM-DD`
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(day) = self;
        write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        for text in [
            "2026-05-10",
            "2024-02-29",
            "0001-01-01",
            "9999-12-31",
            "1970-01-01",
        ] {
            let day = Date::parse(text).unwrap();
            assert_eq!(day.to_string(), text);
            assert_eq!(Date::from_days(day.days()), Some(day));
        }
        assert_eq!(Date::parse("1970-01-02").unwrap().days(), 1);
        assert_eq!(Date::from_days(i32::MAX), None);
    }

    #[test]
    fn other_days_are_refused() {
        for text in [
            "2026-02-30",
            "2025-02-29",
            "2026-13-01",
            "2026-00-10",
            "0000-01-01",
        ] {
            assert_eq!(Date::parse(text), Err(InvalidValue::NoSuchDay), "{text}");
        }
        for text in [
            "",
            "20260510",
            "2026-5-10",
            "10.05.2026",
            "05/10/2026",
            "2026-05-10T00:00:00Z",
            "-026-05-10",
            "2026-05-1０",
        ] {
            assert_eq!(Date::parse(text), Err(InvalidValue::NotDate), "{text}");
        }
    }
}
