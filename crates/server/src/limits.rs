//! How much one may ask: a key, an address without a key or with wrong ones, and a workspace that delivers. In front of the ledger, so that what
//! is too much costs next to nothing.
//!
//! How much of the database a workspace may use at a time, the stores know themselves: see `wellhead_core::store::shares`.

mod pace;
mod turns;
pub(crate) mod weight;
mod wrong_keys;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use governor::clock::DefaultClock;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use wellhead_core::id::KeyId;
use wellhead_core::key::{Cached, Shut, Token};
use wellhead_core::ledger::Ledger;
use wellhead_core::limits::Rates;
use wellhead_core::measured::LIMITS_HIT;
use wellhead_core::store::StoreError;
use wellhead_core::store::shares::{Share, Shares};
use wellhead_core::tenant::{Principal, Tenant};

use crate::listen::whose;
use crate::respond::failure::Failure;

pub(crate) use pace::Pace;
use turns::Turns;
use wrong_keys::WrongKeys;

/// How much one may ask, unless an operator has said otherwise of the workspace: see [`Rates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MostRequests {
    /// Of one key in a second; twice as many may come at once. Without a limit if `None`.
    pub of_a_key: Option<NonZeroU32>,
    /// Wrong keys of one address in a second; sixty times as many may come at once. Without a limit if `None`.
    pub wrong_keys: Option<NonZeroU32>,
    /// Requests without a key, of one address in a second; ten times as many may come at once. Without a limit if `None`.
    pub without_key: Option<NonZeroU32>,
    /// Deliveries of one workspace at a time.
    pub deliveries: usize,
}

impl Default for MostRequests {
    fn default() -> Self {
        Self {
            of_a_key: NonZeroU32::new(1_000),
            wrong_keys: Some(NonZeroU32::MIN),
            without_key: NonZeroU32::new(100),
            deliveries: 16,
        }
    }
}

/// How many seconds' worth of requests of a key may come at once.
const OF_A_KEY: NonZeroU32 = NonZeroU32::new(2).expect("not 0");

/// How many seconds' worth of requests without a key may come at once.
const WITHOUT_KEY: NonZeroU32 = NonZeroU32::new(10).expect("not 0");

/// How long a delivery or a large document may wait for others of its workspace to end.
const WAIT: Duration = Duration::from_secs(5);

/// A key that opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrongKey {
    /// For this reason.
    Shut(Shut),
    /// Too many of this address are unknown or revoked or have expired. As long as none may come, those that follow are not looked up.
    TooMany,
}

/// Counts what is asked.
#[derive(Clone)]
pub(crate) struct Limits(Arc<Counted>);

type Rated<K> = RateLimiter<K, DashMapStateStore<K>, DefaultClock, StateInformationMiddleware>;
type Keys = Rated<KeyId>;
type Addresses = Rated<IpAddr>;

/// Those who have this rate, and of whom so many seconds' worth may come at once.
fn rated<K: Hash + Eq + Clone>(rate: NonZeroU32, at_once: NonZeroU32) -> Rated<K> {
    let burst = rate.saturating_mul(at_once);
    RateLimiter::dashmap(Quota::per_second(rate).allow_burst(burst)).with_middleware()
}

/// Forgets those of whom nothing has come for a while.
fn tidy<K: Hash + Eq + Clone>(rated: &Rated<K>) {
    rated.retain_recent();
    rated.shrink_to_fit();
}

struct Counted {
    most: MostRequests,
    /// By what they let through in a second.
    keys: RwLock<BTreeMap<NonZeroU32, Arc<Keys>>>,
    wrong: Option<WrongKeys>,
    without_key: Option<Addresses>,
    turns: Turns,
    deliveries: Shares,
    large_documents: Shares,
}

impl Limits {
    pub(crate) fn new(most: MostRequests) -> Self {
        Self(Arc::new(Counted {
            most,
            keys: RwLock::default(),
            wrong: most.wrong_keys.map(WrongKeys::new),
            without_key: most.without_key.map(|rate| rated(rate, WITHOUT_KEY)),
            turns: Turns::default(),
            deliveries: Shares::new("deliveries", most.deliveries, 4 * most.deliveries, WAIT),
            large_documents: Shares::new("large_documents", 1, 100, WAIT),
        }))
    }

    /// For a router that tests drive as fast as they can.
    pub(crate) fn none() -> Self {
        Self::new(MostRequests {
            of_a_key: None,
            without_key: None,
            ..MostRequests::default()
        })
    }

    /// Counts a request of a key of a workspace with these rates; returns how many more may come now, if there is a limit. If its rate
    /// changes, a key begins anew.
    pub(crate) fn of_key(&self, key: KeyId, of: Rates) -> Result<Option<Pace>, Failure> {
        let Some(rate) = of.requests_per_second.or(self.0.most.of_a_key) else {
            return Ok(None);
        };
        let pace = Pace {
            rate,
            left: 0,
            counted: 0,
        };
        self.more(key, pace, 1).map(Some)
    }

    /// Counts a request of a key for so many more. Together it counts for no more than may come at once: it could never come.
    pub(crate) fn more(&self, key: KeyId, pace: Pace, requests: u32) -> Result<Pace, Failure> {
        let Pace { rate, counted, .. } = pace;
        let most = rate.saturating_mul(OF_A_KEY).get();
        let Some(requests) = NonZeroU32::new(requests.min(most.saturating_sub(counted))) else {
            return Ok(pace);
        };
        if let Ok(Ok(state)) = self.keys(rate).check_key_n(&key, requests) {
            return Ok(Pace {
                rate,
                left: state.remaining_burst_capacity(),
                counted: counted + requests.get(),
            });
        }
        LIMITS_HIT.add(1, ["requests_per_key".into()]);
        Err(Failure::too_fast(rate))
    }

    /// The keys with this rate.
    fn keys(&self, rate: NonZeroU32) -> Arc<Keys> {
        let keys = self.0.keys.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = keys.get(&rate) {
            return Arc::clone(keys);
        }
        drop(keys);
        let mut keys = self.0.keys.write().unwrap_or_else(PoisonError::into_inner);
        let keys = keys.entry(rate);
        Arc::clone(keys.or_insert_with(|| Arc::new(rated(rate, OF_A_KEY))))
    }

    /// Counts a request without a key that came from `address`.
    pub(crate) fn without_key(&self, address: Option<IpAddr>) -> Result<(), Failure> {
        let (Some(addresses), Some(address)) = (&self.0.without_key, address) else {
            return Ok(());
        };
        if addresses.check_key(&whose(address)).is_ok() {
            return Ok(());
        }
        LIMITS_HIT.add(1, ["requests_without_key".into()]);
        Err(Failure::too_many_without_key())
    }

    /// The holder of a key that came from `address`. One that is cached waits for nobody.
    pub(crate) async fn holder(
        &self,
        ledger: &Ledger,
        token: &Token,
        address: Option<IpAddr>,
    ) -> Result<Result<Principal, WrongKey>, StoreError> {
        let hash = token.hash();
        match ledger.cached_bearer(hash) {
            Cached::Fresh(found) => Ok(self.judge(found, address)),
            Cached::WasGood => self.look_up(address, true, ledger.bearer(hash)).await,
            Cached::Unknown => self.look_up(address, false, ledger.bearer(hash)).await,
        }
    }

    /// Asks for the holder of a key, once it is its address's turn. One that `was_good` before is looked up also if its address has used up its
    /// wrong keys: they may be another's, behind the same proxy.
    async fn look_up(
        &self,
        address: Option<IpAddr>,
        was_good: bool,
        ask: impl Future<Output = Result<Result<Principal, Shut>, StoreError>>,
    ) -> Result<Result<Principal, WrongKey>, StoreError> {
        let wrong = self.wrong_of(address).filter(|_| !was_good);
        let is_refused = || wrong.is_some_and(|(wrong, address)| wrong.are_used_up(address));
        if is_refused() {
            return Ok(Err(WrongKeys::too_many()));
        }
        let _turn = self.0.turns.take(address).await?;
        // Those before it may have used them up.
        if is_refused() {
            return Ok(Err(WrongKeys::too_many()));
        }
        Ok(self.judge(ask.await?, address))
    }

    /// Counts a key that opens nothing.
    fn judge(
        &self,
        found: Result<Principal, Shut>,
        address: Option<IpAddr>,
    ) -> Result<Principal, WrongKey> {
        found.map_err(|shut| match (shut, self.wrong_of(address)) {
            (Shut::Unknown, Some((wrong, address))) => wrong.count(address),
            _ => WrongKey::Shut(shut),
        })
    }

    /// Where wrong keys of this address are counted, if they are.
    fn wrong_of(&self, address: Option<IpAddr>) -> Option<(&WrongKeys, IpAddr)> {
        self.0.wrong.as_ref().zip(address)
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

    /// Leave to work on a large document. One of a workspace at a time: to parse it takes a processor for a while.
    pub(crate) async fn large_document(&self, tenant: Tenant) -> Result<Share, StoreError> {
        self.0.large_documents.take(tenant).await
    }

    /// Forgets those who have asked nothing for a while.
    pub(crate) fn tidy(&self) {
        let mut paces = self.0.keys.write().unwrap_or_else(PoisonError::into_inner);
        paces.retain(|_, keys| {
            tidy(keys);
            !keys.is_empty()
        });
        drop(paces);
        if let Some(wrong) = &self.0.wrong {
            wrong.tidy();
        }
        if let Some(addresses) = &self.0.without_key {
            tidy(addresses);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{pending, ready};
    use std::net::Ipv4Addr;

    use futures_util::future::join_all;
    use tokio::time::{sleep, timeout};
    use uuid::Uuid;

    use super::turns::AT_ONCE;
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
    fn a_request_can_count_for_more() {
        let limits = Limits::none();
        let of_key = |id| limits.of_key(key(id), rates(50)).unwrap().unwrap();
        let pace = of_key(1);
        assert_eq!(pace.left, 99);
        assert_eq!(limits.more(key(1), pace, 0).unwrap().left, 99);
        let pace = limits.more(key(1), pace, 80).unwrap();
        assert!((19..30).contains(&pace.left), "{}", pace.left);
        assert!(limits.more(key(1), of_key(1), 80).is_err());
        // The longest passes when nothing else has come, or nobody could send it: however it is found out how long it is.
        let mut pace = of_key(2);
        for _ in 0..3 {
            pace = limits.more(key(2), pace, 90).unwrap();
        }
        assert_eq!(pace.counted, 100);
    }

    #[test]
    fn an_address_may_ask_without_a_key_now_and_then() {
        let limits = Limits::new(MostRequests {
            without_key: NonZeroU32::new(2),
            ..MostRequests::default()
        });
        let asks = |address| limits.without_key(address).is_ok();
        let [one, other] = [1, 2].map(|last| Some(IpAddr::from([192, 0, 2, last])));
        let passed = (0..100).filter(|_| asks(one)).count();
        assert!((20..30).contains(&passed), "{passed}");
        assert!(asks(other) && asks(None));
        limits.tidy();
        assert!(!asks(one), "not forgotten yet");
        assert!((0..10_000).all(|_| Limits::none().without_key(one).is_ok()));
    }

    /// An address, and what a database says of a wrong key.
    const ADDRESS: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)));
    const WRONG: Result<Result<Principal, Shut>, StoreError> = Ok(Err(Shut::Unknown));

    #[tokio::test(start_paused = true)]
    async fn the_wait_for_a_turn_ends() {
        let limits = Limits::none();
        let silent = || limits.look_up(ADDRESS, false, pending());
        // The database says nothing of those who have a turn.
        let turns = join_all((0..100).map(|_| silent()));
        let waited = async {
            sleep(Duration::from_secs(1)).await;
            let good = limits.look_up(ADDRESS, true, ready(WRONG)).await;
            assert!(matches!(good, Err(StoreError::Unavailable(_))), "{good:?}");
        };
        tokio::select! {
            _ = turns => panic!("four have no answer"),
            waited = timeout(Duration::from_secs(20), waited) => waited.expect("it ends"),
        }
        let again = limits.look_up(ADDRESS, false, ready(WRONG)).await;
        assert_eq!(again.unwrap(), Err(WrongKey::Shut(Shut::Unknown)));
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_without_wrong_keys_left_asks_the_database_nothing() {
        let limits = Limits::none();
        let asked = Cell::new(0);
        let ask = async || {
            asked.set(asked.get() + 1);
            WRONG
        };
        let tries = |was_good| limits.look_up(ADDRESS, was_good, ask());
        let mut found = Vec::new();
        // At once: those that wait for their turn are refused as well.
        for tried in join_all((0..200).map(|_| tries(false))).await {
            found.push(tried.unwrap());
        }
        let too_many = Err(WrongKey::TooMany);
        let refused = found.iter().filter(|it| **it == too_many).count();
        assert!(refused > 0);
        let before = asked.get();
        assert!(before + refused <= 200 + AT_ONCE, "{before} {refused}");
        assert_eq!(tries(false).await.unwrap(), too_many);
        assert_eq!(asked.get(), before, "the clock stands still");
        assert_eq!(tries(true).await.unwrap(), too_many);
        assert_eq!(asked.get(), before + 1, "it was good");
    }
}
