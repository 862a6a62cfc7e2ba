//! How long a run or job has been silent, by a clock that nobody sets.
//!
//! All processes that have the file open run on one machine, so they share the time since it was started, in ticks.

use std::time::Duration;

/// Microseconds since the machine was started.
#[cfg(unix)]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the database's own clock: all processes of the file share it, and a Host is one process's"
)]
pub(crate) fn ticks() -> i64 {
    use rustix::time::{ClockId, clock_gettime};

    // It must go on while the machine sleeps. On other systems the monotonic clock does.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const CLOCK: ClockId = ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const CLOCK: ClockId = ClockId::Monotonic;
    let now = clock_gettime(CLOCK);
    now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
}

/// Microseconds since 1970, as these systems have no monotonic clock that processes share.
#[cfg(not(unix))]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the database's own clock: all processes of the file share it, and a Host is one process's"
)]
pub(crate) fn ticks() -> i64 {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed();
    i64::try_from(now.unwrap_or_default().as_micros()).unwrap_or(i64::MAX)
}

/// All ticks.
pub(crate) const EVER: (i64, i64) = (i64::MIN, i64::MAX);

/// Ticks that are this far ahead are from before the machine was last started. A little ahead is normal: another
/// process may write ticks after this one has read the clock.
const AHEAD: i64 = 60_000_000;

/// The ranges, from the first tick to before the second, of ticks that were written `silence` ago or longer. Ticks far
/// ahead count, too: they are from before the machine was last started.
pub(crate) fn ranges(silence: Duration) -> [(i64, i64); 2] {
    let now = ticks();
    let silence = i64::try_from(silence.as_micros()).unwrap_or(i64::MAX);
    let heard = now.saturating_sub(silence).saturating_add(1);
    [(i64::MIN, heard), (now.saturating_add(AHEAD), i64::MAX)]
}

/// The condition that as many microseconds as the column `wait` says have passed at the ticks `:now` since the ticks
/// `heard`. Ticks far ahead are from before the machine was last started, and so long past.
pub(crate) fn is_over(heard: &str, wait: &str) -> String {
    format!("({heard} + {wait} <= :now OR {heard} > :now + {AHEAD})")
}

/// A duration in microseconds, as many as a column can hold and add to ticks.
pub(crate) fn micros(span: Duration) -> i64 {
    const THIRTY_YEARS: i64 = 1_000_000_000_000_000;
    i64::try_from(span.as_micros())
        .unwrap_or(THIRTY_YEARS)
        .min(THIRTY_YEARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_silent(ticks: i64, silence: Duration) -> bool {
        let ranges = ranges(silence);
        ranges
            .iter()
            .any(|(from, to)| (*from..*to).contains(&ticks))
    }

    #[test]
    fn recent_ticks_are_not_silent() {
        let heard = ticks();
        assert!(!is_silent(heard, Duration::from_hours(1)));
        assert!(is_silent(heard, Duration::ZERO));
        assert!(!is_silent(heard, Duration::MAX));
    }

    #[test]
    fn old_ticks_are_silent() {
        let long_ago = ticks() - 2_000_000;
        assert!(is_silent(long_ago, Duration::from_secs(2)));
        assert!(!is_silent(long_ago, Duration::from_hours(1)));
        assert!(is_silent(0, Duration::ZERO));
    }

    #[test]
    fn ticks_from_before_the_machine_was_started_are_silent() {
        let before = ticks() + 1_000_000_000;
        assert!(is_silent(before, Duration::from_hours(1)));
        let just_now = ticks() + 1_000_000;
        assert!(!is_silent(just_now, Duration::ZERO));
    }
}
