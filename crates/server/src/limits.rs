//! How much one may ask: a key, an address whose keys are wrong, and a workspace that delivers. In front of the ledger, so that what
//! is too much costs next to nothing.
//!
//! How much of the database a workspace may use at a time, the stores know themselves: see `wellhead_core::store::shares`.

mod pace;

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use governor::clock::DefaultClock;
use governor::middleware::{NoOpMiddleware, StateInformationMiddleware};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wellhead_core::id::KeyId;
use wellhead_core::key::{Shut, Token};
use wellhead_core::ledger::Ledger;
use wellhead_core::limits::Rates;
use wellhead_core::measured::LIMITS_HIT;
use wellhead_core::store::StoreError;
use wellhead_core::store::shares::{Share, Shares};
use wellhead_core::tenant::Principal;

use crate::listen::whose;
use crate::respond::failure::Failure;

pub(crate) use pace::Pace;

/// How much one may ask, unless an operator has said otherwise of the workspace: see [`Rates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MostRequests {
    /// Of one key in a second; twice as many may come at once. Without a limit if `None`.
    pub of_a_key: Option<NonZeroU32>,
    /// Wrong keys of one address in a second; sixty times as many may come at once. Without a limit if `None`.
    pub wrong_keys: Option<NonZeroU32>,
    /// Deliveries of one workspace at a time.
    pub deliveries: usize,
}

impl Default for MostRequests {
    fn default() -> Self {
        Self {
            of_a_key: NonZeroU32::new(1_000),
            wrong_keys: Some(NonZeroU32::MIN),
            deliveries: 16,
        }
    }
}

/// How many seconds' worth of wrong keys may come at once.
const AT_FIRST: NonZeroU32 = NonZeroU32::new(60).expect("not 0");

/// How long a delivery may wait for others of its workspace to end.
const WAIT: Duration = Duration::from_secs(5);

/// A key that opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrongKey {
    /// For this reason.
    Shut(Shut),
    /// It is unknown or revoked or has expired, and too many of this address are.
    TooMany,
}

/// Counts what is asked.
#[derive(Clone)]
pub(crate) struct Limits(Arc<Counted>);

type Keys = RateLimiter<KeyId, DashMapStateStore<KeyId>, DefaultClock, StateInformationMiddleware>;
type Addresses = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock, NoOpMiddleware>;

struct Counted {
    most: MostRequests,
    /// By what they let through in a second.
    keys: RwLock<BTreeMap<NonZeroU32, Arc<Keys>>>,
    wrong: Option<Addresses>,
    deliveries: Shares,
    /// Addresses are spread over these.
    lookups: [Arc<Semaphore>; TURNS],
    spread: RandomState,
}

/// Some addresses share a turn.
const TURNS: usize = 256;

/// How many keys of one address are looked up at a time.
const AT_ONCE: usize = 4;

impl Limits {
    pub(crate) fn new(most: MostRequests) -> Self {
        let wrong = most.wrong_keys.map(|rate| {
            let burst = rate.saturating_mul(AT_FIRST);
            RateLimiter::dashmap(Quota::per_second(rate).allow_burst(burst))
        });
        Self(Arc::new(Counted {
            most,
            keys: RwLock::default(),
            wrong,
            deliveries: Shares::new("deliveries", most.deliveries, 4 * most.deliveries, WAIT),
            lookups: std::array::from_fn(|_| Arc::new(Semaphore::new(AT_ONCE))),
            spread: RandomState::new(),
        }))
    }

    /// For a router that tests drive as fast as they can.
    pub(crate) fn none() -> Self {
        Self::new(MostRequests {
            of_a_key: None,
            ..MostRequests::default()
        })
    }

    /// Counts a request of a key of a workspace with these rates; returns how many more may come now. If its rate changes, a key
    /// begins anew.
    pub(crate) fn of_key(&self, key: KeyId, of: Rates) -> Result<Option<Pace>, Failure> {
        let Some(rate) = of.requests_per_second.or(self.0.most.of_a_key) else {
            return Ok(None);
        };
        let Ok(state) = self.keys(rate).check_key(&key) else {
            LIMITS_HIT.add(1, ["requests_per_key".into()]);
            return Err(Failure::too_fast(rate));
        };
        Ok(Some(Pace {
            rate,
            left: state.remaining_burst_capacity(),
        }))
    }

    /// The keys with this rate.
    fn keys(&self, rate: NonZeroU32) -> Arc<Keys> {
        let keys = self.0.keys.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = keys.get(&rate) {
            return Arc::clone(keys);
        }
        drop(keys);
        let mut keys = self.0.keys.write().unwrap_or_else(PoisonError::into_inner);
        let keys = keys.entry(rate).or_insert_with(|| {
            let burst = rate.saturating_mul(NonZeroU32::MIN.saturating_add(1));
            let quota = Quota::per_second(rate).allow_burst(burst);
            Arc::new(RateLimiter::dashmap(quota).with_middleware())
        });
        Arc::clone(keys)
    }

    /// The holder of a key that came from `address`.
    pub(crate) async fn holder(
        &self,
        ledger: &Ledger,
        token: &Token,
        address: Option<IpAddr>,
    ) -> Result<Result<Principal, WrongKey>, StoreError> {
        let turn = self.lookup(address).await;
        let found = ledger.authenticate(token).await?;
        drop(turn);
        Ok(found.map_err(|shut| match shut {
            Shut::Unknown => self.wrong_key(address),
            Shut::Suspended => WrongKey::Shut(shut),
        }))
    }

    /// Counts a key that opens nothing.
    fn wrong_key(&self, address: Option<IpAddr>) -> WrongKey {
        let (Some(wrong), Some(address)) = (&self.0.wrong, address) else {
            return WrongKey::Shut(Shut::Unknown);
        };
        if wrong.check_key(&whose(address)).is_ok() {
            return WrongKey::Shut(Shut::Unknown);
        }
        LIMITS_HIT.add(1, ["wrong_keys".into()]);
        WrongKey::TooMany
    }

    /// A turn to look up a key. Those of one address take turns, so that who tries many keys at once takes no more of the database than
    /// who tries one after the other.
    async fn lookup(&self, address: Option<IpAddr>) -> Option<OwnedSemaphorePermit> {
        let number = address.map_or(0, |address| {
            let hash = self.0.spread.hash_one(whose(address));
            usize::try_from(hash % TURNS as u64).unwrap_or(0)
        });
        let turns = Arc::clone(self.0.lookups.get(number)?);
        turns.acquire_owned().await.ok()
    }

    /// Leave for one more delivery of the holder's workspace.
    pub(crate) async fn delivery(&self, holder: Principal) -> Result<Share, StoreError> {
        let deliveries = &self.0.deliveries;
        match holder.rates.deliveries {
            None => deliveries.take(holder.tenant).await,
            Some(most) => {
                let most = usize::try_from(most.get()).unwrap_or(usize::MAX);
                deliveries.take_of(holder.tenant, most).await
            }
        }
    }

    /// Forgets those who have asked nothing for a while.
    pub(crate) fn tidy(&self) {
        let mut paces = self.0.keys.write().unwrap_or_else(PoisonError::into_inner);
        paces.retain(|_, keys| {
            keys.retain_recent();
            keys.shrink_to_fit();
            !keys.is_empty()
        });
        drop(paces);
        if let Some(wrong) = &self.0.wrong {
            wrong.retain_recent();
            wrong.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn key(id: u128) -> KeyId {
        KeyId::new(Uuid::from_u128(id))
    }

    fn rates(requests_per_second: u32) -> Rates {
        Rates {
            requests_per_second: NonZeroU32::new(requests_per_second),
            ..Rates::default()
        }
    }

    #[test]
    fn a_key_has_its_own_pace() {
        let limits = Limits::new(MostRequests {
            of_a_key: NonZeroU32::new(5),
            ..MostRequests::default()
        });
        let of_key = |id| limits.of_key(key(id), Rates::default());
        let passed = (0..100).filter(|_| of_key(1).is_ok()).count();
        assert!((10..15).contains(&passed), "{passed}");
        let pace = of_key(2).unwrap().unwrap();
        assert_eq!((pace.rate.get(), pace.left), (5, 9));
        let pace = Limits::none().of_key(key(1), Rates::default()).unwrap();
        assert!(pace.is_none());
    }

    #[test]
    fn a_workspace_can_have_a_pace_of_its_own() {
        let limits = Limits::none();
        let of_key = |rate| limits.of_key(key(1), rates(rate));
        let passed = (0..100).filter(|_| of_key(3).is_ok()).count();
        assert!((6..9).contains(&passed), "{passed}");
        let pace = of_key(50).unwrap().unwrap();
        assert_eq!((pace.rate.get(), pace.left), (50, 99), "it has changed");
        limits.tidy();
        assert!(of_key(3).is_err(), "not forgotten yet");
    }

    #[test]
    fn an_address_has_few_wrong_keys() {
        let limits = Limits::none();
        let address = |last| Some(IpAddr::from([192, 0, 2, last]));
        let unknown = WrongKey::Shut(Shut::Unknown);
        let passed = (0..100).filter(|_| limits.wrong_key(address(1)) == unknown);
        assert!((60..65).contains(&passed.count()));
        assert_eq!(limits.wrong_key(address(2)), unknown);
        assert_eq!(limits.wrong_key(None), unknown);
        limits.tidy();
        let wrong = limits.wrong_key(address(1));
        assert_eq!(wrong, WrongKey::TooMany, "not forgotten yet");
    }
}
