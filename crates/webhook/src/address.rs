use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address that webhooks must not reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forbidden {
    /// The address.
    pub address: IpAddr,
    /// What it is.
    pub what: &'static str,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}", self.address, self.what)
    }
}

/// Checks that an address is a public one or, if the URL itself names this machine's loopback, a loopback one.
pub(crate) fn check(address: IpAddr, is_loopback: bool) -> Result<(), Forbidden> {
    let forbidden = if is_loopback {
        (!address.is_loopback()).then_some("not a loopback address")
    } else {
        match address {
            IpAddr::V4(address) => special_v4(address),
            IpAddr::V6(address) => special_v6(address),
        }
    };
    match forbidden {
        Some(what) => Err(Forbidden { address, what }),
        None => Ok(()),
    }
}

/// IPv4 addresses that are not public, by IANA's registry of special-purpose addresses, and what they are.
const SPECIAL_V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "an address of this host"),
    ([10, 0, 0, 0], 8, "a private address"),
    ([100, 64, 0, 0], 10, "a shared address"),
    ([127, 0, 0, 0], 8, "a loopback address"),
    // Azure's metadata and health service; a public address by its looks.
    ([168, 63, 129, 16], 32, "a metadata address"),
    ([169, 254, 169, 254], 32, "a metadata address"),
    ([169, 254, 0, 0], 16, "a link-local address"),
    ([172, 16, 0, 0], 12, "a private address"),
    ([192, 0, 0, 0], 24, "a reserved address"),
    ([192, 0, 2, 0], 24, "an address for documentation"),
    ([192, 88, 99, 0], 24, "a reserved address"),
    ([192, 168, 0, 0], 16, "a private address"),
    ([198, 18, 0, 0], 15, "an address for benchmarks"),
    ([198, 51, 100, 0], 24, "an address for documentation"),
    ([203, 0, 113, 0], 24, "an address for documentation"),
    ([224, 0, 0, 0], 4, "a multicast address"),
    ([240, 0, 0, 0], 4, "a reserved address"),
];

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    let bits = address.to_bits();
    let within = |(network, length, _): &&([u8; 4], u32, &str)| {
        let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
        bits & mask == u32::from_be_bytes(*network)
    };
    let found = SPECIAL_V4.iter().find(within);
    found.map(|(_, _, what)| *what)
}

/// The IPv6 prefix that translates to IPv4, which a network without IPv4 puts before public addresses.
const TRANSLATED: [u16; 6] = [0x64, 0xff9b, 0, 0, 0, 0];

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    let segments = address.segments();
    if address.is_unspecified() {
        return Some("an address of this host");
    } else if address.is_loopback() {
        return Some("a loopback address");
    } else if address.to_ipv4_mapped().is_some() {
        return Some("an IPv4 address in disguise");
    } else if segments[..6] == TRANSLATED {
        let [.., a, b] = segments;
        let bits = u32::from(a) << 16 | u32::from(b);
        return special_v4(Ipv4Addr::from_bits(bits));
    }
    match segments {
        [first, ..] if first & 0xffc0 == 0xfe80 => Some("a link-local address"),
        [first, ..] if first & 0xfe00 == 0xfc00 => Some("a private address"),
        [first, ..] if first & 0xff00 == 0xff00 => Some("a multicast address"),
        [0x2001, 0xdb8, ..] => Some("an address for documentation"),
        [first, ..] if first & 0xfff0 == 0x3ff0 => Some("an address for documentation"),
        // 2001::/23, with Teredo, which holds IPv4 addresses.
        [0x2001, second, ..] if second < 0x200 => Some("a reserved address"),
        // 6to4 holds IPv4 addresses, too.
        [0x2002, ..] => Some("an IPv4 address in disguise"),
        // All public addresses are in 2000::/3.
        [first, ..] if first & 0xe000 != 0x2000 => Some("a reserved address"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(address: &str) -> Option<&'static str> {
        let checked = check(address.parse().unwrap(), false);
        checked.err().map(|forbidden| forbidden.what)
    }

    #[test]
    fn public_addresses_are_reached() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "128.0.0.1",
            "168.63.129.17",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "64:ff9b::1.1.1.1",
        ] {
            assert_eq!(what(address), None, "{address}");
        }
    }

    #[test]
    fn others_are_not_and_it_says_what_they_are() {
        for (address, is) in [
            ("0.0.0.0", "an address of this host"),
            ("0.1.2.3", "an address of this host"),
            ("10.0.0.1", "a private address"),
            ("10.255.255.255", "a private address"),
            ("100.64.0.1", "a shared address"),
            // The metadata of Alibaba's cloud.
            ("100.100.100.200", "a shared address"),
            ("127.0.0.1", "a loopback address"),
            ("127.255.255.254", "a loopback address"),
            ("168.63.129.16", "a metadata address"),
            ("169.254.169.254", "a metadata address"),
            ("169.254.0.1", "a link-local address"),
            ("172.16.0.1", "a private address"),
            ("172.31.255.255", "a private address"),
            ("192.0.0.192", "a reserved address"),
            ("192.0.2.1", "an address for documentation"),
            ("192.88.99.1", "a reserved address"),
            ("192.168.1.1", "a private address"),
            ("198.19.255.255", "an address for benchmarks"),
            ("198.51.100.7", "an address for documentation"),
            ("203.0.113.7", "an address for documentation"),
            ("224.0.0.1", "a multicast address"),
            ("239.255.255.255", "a multicast address"),
            ("240.0.0.1", "a reserved address"),
            ("255.255.255.255", "a reserved address"),
            ("::", "an address of this host"),
            ("::1", "a loopback address"),
            ("::ffff:1.1.1.1", "an IPv4 address in disguise"),
            ("::ffff:127.0.0.1", "an IPv4 address in disguise"),
            ("::7f00:1", "a reserved address"),
            ("64:ff9b::10.0.0.1", "a private address"),
            ("64:ff9b::169.254.169.254", "a metadata address"),
            ("64:ff9b:1::1", "a reserved address"),
            ("100::1", "a reserved address"),
            ("2001::1", "a reserved address"),
            ("2001:1ff::1", "a reserved address"),
            ("2001:db8::1", "an address for documentation"),
            ("2002:7f00:1::", "an IPv4 address in disguise"),
            ("3fff::1", "an address for documentation"),
            ("4000::1", "a reserved address"),
            ("fc00::1", "a private address"),
            // The metadata of Amazon's cloud.
            ("fd00:ec2::254", "a private address"),
            ("fe80::1", "a link-local address"),
            ("fec0::1", "a reserved address"),
            ("ff02::1", "a multicast address"),
        ] {
            assert_eq!(what(address), Some(is), "{address}");
        }
    }

    #[test]
    fn a_loopback_url_reaches_this_machine_only() {
        for address in ["127.0.0.1", "127.9.9.9", "::1"] {
            assert_eq!(check(address.parse().unwrap(), true), Ok(()));
        }
        for address in ["1.1.1.1", "10.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "::"] {
            let refused = check(address.parse().unwrap(), true).unwrap_err();
            assert_eq!(
                refused.to_string(),
                format!("{address} is not a loopback address")
            );
        }
    }
}
