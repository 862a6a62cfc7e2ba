use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use super::activity::Activity;
use super::open_files;
use crate::measured::MADE_ROOM;
use crate::proxies::Proxies;

/// The most connections at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MostConnections {
    /// In all. There are never more than the process may open files for.
    pub in_all: usize,
    /// From one address, which is the proxy's for all that come through one. Trusted proxies have no such limit. An eighth of all if
    /// `None`.
    pub from_one_address: Option<usize>,
}

impl Default for MostConnections {
    fn default() -> Self {
        Self {
            in_all: 4_096,
            from_one_address: None,
        }
    }
}

/// Shares out the places for connections.
pub(super) struct Caps {
    in_all: usize,
    from_one_address: usize,
    proxies: Proxies,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Default)]
struct Taken {
    begun: u64,
    all: HashMap<u64, Connection>,
    by_address: HashMap<IpAddr, usize>,
}

/// One that has a place.
struct Connection {
    of: IpAddr,
    activity: Arc<Activity>,
}

/// Why a connection is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    InAll,
    FromOneAddress,
}

/// A connection's place, which is free again when this is dropped.
pub(super) struct Place {
    number: u64,
    pub(super) activity: Arc<Activity>,
    taken: Arc<Mutex<Taken>>,
}

impl Caps {
    /// A trusted proxy speaks for many, so it may have as many connections as there are.
    pub(super) fn new(most: MostConnections, proxies: Proxies) -> Self {
        let in_all = most.in_all.min(open_files::for_connections());
        Self {
            in_all,
            from_one_address: most.from_one_address.unwrap_or((in_all / 8).max(1)),
            proxies,
            taken: Arc::default(),
        }
    }

    /// A place for one more: a free one, or else that of the connection that is needed least. Those who are idle leave for those who
    /// come, and none in whose connection a request is under way.
    pub(super) fn admit(&self, from: IpAddr) -> Result<Place, Full> {
        let of = whose(from);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = taken.by_address.get(&of).copied().unwrap_or(0);
        if theirs >= self.from_one_address && !self.proxies.trust(from.to_canonical()) {
            taken.make_room(Full::FromOneAddress, |it| it.of == of)?;
        } else if taken.all.len() >= self.in_all {
            taken.make_room(Full::InAll, |_| true)?;
        }
        let activity = Arc::new(Activity::new());
        let number = taken.add(of, Arc::clone(&activity));
        Ok(Place {
            number,
            activity,
            taken: Arc::clone(&self.taken),
        })
    }
}

impl Taken {
    fn add(&mut self, of: IpAddr, activity: Arc<Activity>) -> u64 {
        self.begun += 1;
        self.all.insert(self.begun, Connection { of, activity });
        *self.by_address.entry(of).or_default() += 1;
        self.begun
    }

    /// Takes the place of the connection among `these` that is needed least. Finding it takes a look at each, and only when there is
    /// no place: so a request has nothing to keep up to date but its own connection.
    fn make_room(&mut self, full: Full, these: impl Fn(&Connection) -> bool) -> Result<(), Full> {
        loop {
            let these = self.all.iter().filter(|(_, it)| these(it));
            let idle = these.filter_map(|(number, it)| Some((it.activity.idle()?, *number)));
            let (idle, number) = idle.min().ok_or(full)?;
            // It may have asked something just now.
            if self
                .all
                .get(&number)
                .is_some_and(|it| it.activity.leave(idle))
            {
                self.remove(number);
                MADE_ROOM.add(1, []);
                return Ok(());
            }
        }
    }

    fn remove(&mut self, number: u64) {
        let Some(Connection { of, .. }) = self.all.remove(&number) else {
            return;
        };
        if let Entry::Occupied(mut theirs) = self.by_address.entry(of) {
            *theirs.get_mut() -= 1;
            if *theirs.get() == 0 {
                theirs.remove();
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(self.number);
    }
}

/// Whose address it is. Who has one of version 6 usually has all that share its first half.
pub(crate) fn whose(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;
    use tokio::time::advance;

    use super::*;
    use crate::listen::activity::Answer;

    fn caps(in_all: usize, from_one_address: usize) -> Caps {
        let most = MostConnections {
            in_all,
            from_one_address: Some(from_one_address),
        };
        Caps::new(most, Proxies::new(&["10.0.0.0/8".parse().unwrap()]))
    }

    fn admit(caps: &Caps, from: &str) -> Result<Place, Full> {
        caps.admit(from.parse().unwrap())
    }

    /// A place whose connection is used for as long as the answer is there.
    fn busy(caps: &Caps, from: &str) -> (Place, Answer) {
        let place = admit(caps, from).unwrap();
        let answer = place.activity.begin(false).unwrap();
        (place, answer)
    }

    fn leaves(place: &Place) -> bool {
        place.activity.is_to_leave().now_or_never().is_some()
    }

    #[tokio::test]
    async fn one_address_leaves_places_for_others() {
        let caps = caps(3, 2);
        let first = busy(&caps, "192.0.2.1");
        let _second = busy(&caps, "::ffff:192.0.2.1");
        let again = admit(&caps, "192.0.2.1").err();
        assert_eq!(again, Some(Full::FromOneAddress));
        let other = busy(&caps, "2001:db8::1");
        assert_eq!(admit(&caps, "192.0.2.2").err(), Some(Full::InAll));
        drop(first);
        let _same_half = busy(&caps, "2001:db8::2");
        drop(other);
        assert!(admit(&caps, "192.0.2.1").is_ok());
        assert_eq!(caps.taken.lock().unwrap().by_address.len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_needed_least_leaves_for_the_next() {
        let caps = caps(4, 4);
        let moment = Duration::from_secs(1);
        let next = async || {
            advance(moment).await;
            admit(&caps, "192.0.2.9").unwrap()
        };
        // The first shows a key, and is idle for the longest; the second asks without one; the third asks nothing.
        let (known, answer) = busy(&caps, "192.0.2.1");
        answer.shows_key();
        drop(answer);
        advance(moment).await;
        let (anonymous, answer) = busy(&caps, "192.0.2.2");
        let silent = next().await;
        advance(moment).await;
        drop(answer);
        let (delivers, _answer) = busy(&caps, "192.0.2.3");
        let mut left = Vec::new();
        for _ in 0..3 {
            let (place, answer) = busy(&caps, "192.0.2.4");
            let all = [&known, &anonymous, &silent, &delivers];
            left.push(all.map(leaves));
            // Their places stay taken, for what follows.
            std::mem::forget((place, answer));
        }
        assert_eq!(
            left,
            [
                [false, false, true, false],
                [false, true, false, false],
                [true, false, false, false],
            ]
        );
        let full = admit(&caps, "192.0.2.5").err();
        assert_eq!(full, Some(Full::InAll), "all have something under way");
        // Whoever left gives nothing back a second time.
        drop((known, anonymous, silent));
        assert_eq!(admit(&caps, "192.0.2.5").err(), Some(Full::InAll));
        drop(delivers);
        admit(&caps, "192.0.2.5").unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_has_all_its_places_makes_room_for_itself() {
        let caps = caps(8, 2);
        let other = admit(&caps, "192.0.2.1").unwrap();
        advance(Duration::from_secs(1)).await;
        let [first, second, third] = std::array::from_fn(|_| admit(&caps, "192.0.2.2").unwrap());
        assert_eq!(
            [&other, &first, &second, &third].map(leaves),
            [false, true, false, false]
        );
    }

    #[tokio::test]
    async fn a_trusted_proxy_has_as_many_as_there_are() {
        let caps = caps(4, 1);
        let proxys = ["10.0.0.1", "::ffff:10.0.0.1", "10.0.0.1", "10.0.0.1"];
        let _all = proxys.map(|from| busy(&caps, from));
        assert_eq!(admit(&caps, "10.0.0.1").err(), Some(Full::InAll));
    }

    #[test]
    fn by_default_one_address_has_an_eighth() {
        let of = |in_all| {
            let most = MostConnections {
                in_all,
                from_one_address: None,
            };
            Caps::new(most, Proxies::new(&[])).from_one_address
        };
        assert_eq!([of(1), of(80)], [1, 10]);
    }
}
