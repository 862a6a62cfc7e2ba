use std::time::{Duration, SystemTime};

use wellhead_core::time::Timestamp;

/// How long `Retry-After` asks to wait from `now` on: a number of seconds, or a date. `None` if it says neither, or a
/// time that has passed.
pub(crate) fn wait(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large is a long time.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let until = until.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let now = Duration::from_micros(now.as_micros().try_into().ok()?);
    until.checked_sub(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates() {
        let now = "2026-05-10T14:32:00Z".parse().unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 10 May 2026 14:33:00 GMT", Some(60)),
            ("Sun, 10 May 2026 14:31:00 GMT", None),
            ("", None),
            ("-5", None),
            ("soon", None),
        ] {
            assert_eq!(
                wait(value, now),
                seconds.map(Duration::from_secs),
                "{value}"
            );
        }
    }
}
