//! Whose word counts for where a request comes from.
//!
//! A proxy adds the address that it sees to `X-Forwarded-For`. Whatever stands there before comes from further away, and anyone can
//! send it, so the header is read from its end, for as long as a trusted proxy speaks. `Forwarded` is not read: a proxy that
//! writes the one passes the other on as a client wrote it.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// An address, or all that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

/// Why a text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("use an address such as 10.0.0.7, or a network such as 10.0.0.0/8 or 2001:db8::/32")]
pub struct InvalidNetwork;

impl FromStr for Network {
    type Err = InvalidNetwork;

    /// # Errors
    /// If it is neither an address nor a network in the notation of CIDR.
    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let network = text.parse().or_else(|_| {
            let address = text.parse::<IpAddr>();
            address.map(|it| IpNet::from(it.to_canonical()))
        });
        network.map(Self).map_err(|_| InvalidNetwork)
    }
}

/// The proxies that are trusted.
#[derive(Debug, Clone)]
pub(crate) struct Proxies(Arc<[Network]>);

impl Proxies {
    pub(crate) fn new(trusted: &[Network]) -> Self {
        Self(trusted.into())
    }

    /// The address of the client whose request `peer` has sent: the nearest one that is no trusted proxy.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut nearest = peer.to_canonical();
        let said = headers.get_all("x-forwarded-for").iter();
        for hop in said
            .flat_map(|it| it.as_bytes().split(|byte| *byte == b','))
            .rev()
        {
            if !self.trust(nearest) {
                break;
            }
            let Some(before) = address(hop) else { break };
            nearest = before;
        }
        nearest
    }

    /// Whether the proxy at this address is one of them.
    pub(crate) fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|it| it.0.contains(&address))
    }
}

/// The address of a hop, with which some proxies write a port.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let hop = str::from_utf8(hop).ok()?.trim();
    let address = hop.parse::<IpAddr>().ok();
    let address = address.or_else(|| hop.parse().ok().map(|it: SocketAddr| it.ip()));
    let address = address.or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
    address.map(|it| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, said: &[&str]) -> String {
        let trusted: Vec<_> = trusted.iter().map(|it| it.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let client = Proxies::new(&trusted).client(peer.parse().unwrap(), &headers);
        client.to_string()
    }

    #[test]
    fn nobody_is_trusted_unless_they_are_named() {
        assert_eq!(client(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        let elsewhere = client(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.7"]);
        assert_eq!(elsewhere, "192.0.2.1");
        assert_eq!(client(&["10.0.0.7"], "10.0.0.8", &["1.2.3.4"]), "10.0.0.8");
    }

    #[test]
    fn the_nearest_that_is_not_trusted_counts() {
        let trusted = ["10.0.0.0/8", "2001:db8::/32"];
        for (said, found) in [
            (&["198.51.100.7"][..], "198.51.100.7"),
            // What a client writes itself stands further left.
            (&["127.0.0.1, 10.0.0.1, 198.51.100.7"], "198.51.100.7"),
            (&["10.9.9.9", "198.51.100.7 , 10.0.0.2"], "198.51.100.7"),
            (&["198.51.100.7, 2001:db8::5"], "198.51.100.7"),
            // All of them are trusted: the farthest.
            (&["10.0.0.3,10.0.0.2"], "10.0.0.3"),
            (&["198.51.100.7:4711"], "198.51.100.7"),
            (&["[2001:DB9::1]:4711"], "2001:db9::1"),
            (&["[2001:db9::1]"], "2001:db9::1"),
            (&["::ffff:198.51.100.7"], "198.51.100.7"),
            // Nothing to go on from.
            (&[], "10.0.0.1"),
            (&[""], "10.0.0.1"),
            (&["198.51.100.7, unknown"], "10.0.0.1"),
            (&["198.51.100.7, unknown, 10.0.0.2"], "10.0.0.2"),
        ] {
            assert_eq!(client(&trusted, "10.0.0.1", said), found, "{said:?}");
        }
        // A socket of both versions shows an address of version 4 like this.
        let mapped = client(&trusted, "::ffff:10.0.0.1", &["198.51.100.7"]);
        assert_eq!(mapped, "198.51.100.7");
    }

    #[test]
    fn networks_are_read() {
        for good in [
            "10.0.0.7",
            "10.0.0.0/8",
            "::1",
            "2001:db8::/32",
            "0.0.0.0/0",
        ] {
            assert!(good.parse::<Network>().is_ok(), "{good}");
        }
        for bad in ["", "localhost", "10.0.0.0/33", "10.0.0", "10.0.0.7:80"] {
            assert_eq!(bad.parse::<Network>(), Err(InvalidNetwork), "{bad}");
        }
    }
}
