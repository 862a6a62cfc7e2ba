use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::Quota;
use governor::clock::Clock;
use tokio::time::Instant;
use wellhead_core::key::Shut;
use wellhead_core::measured::LIMITS_HIT;

use super::{Addresses, WrongKey, rated, tidy};
use crate::listen::whose;

/// How many seconds' worth of wrong keys may come at once.
const AT_FIRST: NonZeroU32 = NonZeroU32::new(60).expect("not 0");

/// Counts the wrong keys of each address.
pub(super) struct WrongKeys {
    of: Addresses,
    /// How long it takes until one more may come.
    one_more: Duration,
    /// The addresses that have used up theirs, and until when. A wrong key is known by looking it up, and counted then; this is known
    /// before.
    used_up: Mutex<HashMap<IpAddr, Instant>>,
}

impl WrongKeys {
    pub(super) fn new(rate: NonZeroU32) -> Self {
        Self {
            of: rated(rate, AT_FIRST),
            one_more: Quota::per_second(rate).replenish_interval(),
            used_up: Mutex::default(),
        }
    }

    /// Whether no more may come from this address now.
    pub(super) fn are_used_up(&self, address: IpAddr) -> bool {
        let used_up = self.used_up();
        let until = used_up.get(&whose(address));
        until.is_some_and(|until| Instant::now() < *until)
    }

    /// Counts one.
    pub(super) fn count(&self, address: IpAddr) -> WrongKey {
        let address = whose(address);
        let (wrong, wait) = match self.of.check_key(&address) {
            Ok(state) if state.remaining_burst_capacity() > 0 => {
                return WrongKey::Shut(Shut::Unknown);
            }
            Ok(_) => (WrongKey::Shut(Shut::Unknown), self.one_more),
            Err(too_early) => {
                let now = self.of.clock().now();
                (Self::too_many(), too_early.wait_time_from(now))
            }
        };
        self.used_up().insert(address, Instant::now() + wait);
        wrong
    }

    /// One that came after all were used up.
    pub(super) fn too_many() -> WrongKey {
        LIMITS_HIT.add(1, ["wrong_keys".into()]);
        WrongKey::TooMany
    }

    /// Forgets addresses from which none has come for a while.
    pub(super) fn tidy(&self) {
        tidy(&self.of);
        let now = Instant::now();
        let mut used_up = self.used_up();
        used_up.retain(|_, until| now < *until);
        used_up.shrink_to_fit();
    }

    fn used_up(&self) -> MutexGuard<'_, HashMap<IpAddr, Instant>> {
        self.used_up.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_few() {
        let wrong = WrongKeys::new(NonZeroU32::MIN);
        let address = |last| IpAddr::from([192, 0, 2, last]);
        let unknown = WrongKey::Shut(Shut::Unknown);
        assert!(!wrong.are_used_up(address(1)));
        let passed = (0..100).filter(|_| wrong.count(address(1)) == unknown);
        assert!((60..65).contains(&passed.count()));
        assert!(wrong.are_used_up(address(1)));
        assert_eq!(wrong.count(address(2)), unknown);
        assert!(!wrong.are_used_up(address(2)));
        wrong.tidy();
        let too_many = wrong.count(address(1));
        assert_eq!(too_many, WrongKey::TooMany, "not forgotten yet");
    }

    #[tokio::test(start_paused = true)]
    async fn one_more_may_come_after_a_while() {
        let wrong = WrongKeys::new(NonZeroU32::MIN);
        let address = IpAddr::from([192, 0, 2, 1]);
        while !wrong.are_used_up(address) {
            wrong.count(address);
        }
        tokio::time::advance(wrong.one_more).await;
        assert!(!wrong.are_used_up(address));
        wrong.tidy();
        assert!(wrong.used_up().is_empty());
    }
}
