use std::time::Duration;

use crate::host::Host;

/// How long to wait after the first failure, after the second, and so on; after the last of them, that long each time.
pub const RETRIES: [Duration; 6] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
];

/// The longest that an endpoint can ask to be left alone.
pub const MOST_PATIENT: Duration = Duration::from_hours(24);

/// How long to wait after so many failures in a row, a tenth more or less, so that endpoints that failed together do not
/// stay together. If the endpoint asks for more time, it gets it.
pub fn wait(host: &dyn Host, failures: u64, retry_after: Option<Duration>) -> Duration {
    let step = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
    let scheduled = RETRIES[step.min(RETRIES.len() - 1)];
    let mut random = [0; 4];
    host.fill_random(&mut random);
    let chance = f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX);
    let jittered = scheduled.mul_f64(0.9 + 0.2 * chance);
    let asked = retry_after.unwrap_or_default().min(MOST_PATIENT);
    jittered.max(asked)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::time::Timestamp;

    /// A host whose chance is always the same byte.
    struct Chance(u8);

    impl Host for Chance {
        fn now(&self) -> Timestamp {
            Timestamp::EPOCH
        }

        fn instant(&self) -> Instant {
            unreachable!("nothing is measured")
        }

        fn fill_random(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn from_seconds_to_hours_and_on() {
        let (low, high) = (Chance(0), Chance(255));
        for (failures, seconds) in [
            (1, 5),
            (2, 300),
            (3, 1_800),
            (4, 7_200),
            (5, 18_000),
            (6, 36_000),
            (7, 36_000),
            (u64::MAX, 36_000),
        ] {
            let scheduled = Duration::from_secs(seconds);
            assert_eq!(wait(&low, failures, None), scheduled.mul_f64(0.9));
            assert_eq!(wait(&high, failures, None), scheduled.mul_f64(1.1));
        }
    }

    #[test]
    fn an_endpoint_can_ask_for_more_but_not_for_everything() {
        let host = Chance(128);
        let asked = |seconds| wait(&host, 1, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(120), Duration::from_mins(2));
        assert!(asked(0) > Duration::from_secs(4));
        assert_eq!(asked(u64::MAX), MOST_PATIENT);
    }
}
