use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use super::open_files;

/// The most connections at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MostConnections {
    /// In all. There are never more than the process may open files for.
    pub in_all: usize,
    /// From one address. All that come through a proxy have the proxy's, also if it is trusted. Half of all if `None`.
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

/// Counts the connections.
pub(super) struct Caps {
    in_all: usize,
    from_one_address: usize,
    counted: Arc<Mutex<Counted>>,
}

#[derive(Default)]
struct Counted {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// Why a connection is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    InAll,
    FromOneAddress,
}

/// A connection's place, which is free again when this is dropped.
pub(super) struct Place {
    of: IpAddr,
    counted: Arc<Mutex<Counted>>,
}

impl Caps {
    pub(super) fn new(most: MostConnections) -> Self {
        let in_all = most.in_all.min(open_files::for_connections());
        Self {
            in_all,
            from_one_address: most.from_one_address.unwrap_or((in_all / 2).max(1)),
            counted: Arc::default(),
        }
    }

    /// How many may be connections that have asked nothing yet.
    pub(super) fn for_strangers(&self) -> usize {
        (self.in_all / 2).max(1)
    }

    /// A place for one more.
    pub(super) fn admit(&self, from: IpAddr) -> Result<Place, Full> {
        let of = whose(from);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.all >= self.in_all {
            return Err(Full::InAll);
        }
        let theirs = counted.by_address.entry(of).or_default();
        if *theirs >= self.from_one_address {
            return Err(Full::FromOneAddress);
        }
        *theirs += 1;
        counted.all += 1;
        Ok(Place {
            of,
            counted: Arc::clone(&self.counted),
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.all -= 1;
        if let Entry::Occupied(mut theirs) = counted.by_address.entry(self.of) {
            *theirs.get_mut() -= 1;
            if *theirs.get() == 0 {
                theirs.remove();
            }
        }
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
    use super::*;

    #[test]
    fn one_address_leaves_places_for_others() {
        let caps = Caps::new(MostConnections {
            in_all: 3,
            from_one_address: Some(2),
        });
        let admit = |address: &str| caps.admit(address.parse().unwrap());
        let first = admit("192.0.2.1").unwrap();
        let _second = admit("::ffff:192.0.2.1").unwrap();
        assert_eq!(admit("192.0.2.1").err(), Some(Full::FromOneAddress));
        let other = admit("2001:db8::1").unwrap();
        assert_eq!(admit("192.0.2.2").err(), Some(Full::InAll));
        drop(first);
        let _same_half = admit("2001:db8::2").unwrap();
        drop(other);
        assert!(admit("192.0.2.1").is_ok());
        assert_eq!(caps.counted.lock().unwrap().by_address.len(), 2);
    }
}
