//! Whether an answer may begin while its request is still being sent.
//!
//! HTTP/2 is made for it. HTTP/1 allows it, but nginx and others stop to send a request on once its answer has begun, and the rest
//! of a delivery would never arrive. Nearly all proxies say that they are there.

use axum::http::{HeaderMap, Version};

/// What proxies add to a request.
const ADDED: [&str; 5] = [
    "via",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-real-ip",
];

/// Whether a request of this version and with these headers comes straight from a client, or over HTTP/2.
pub(super) fn is_duplex(version: Version, headers: &HeaderMap) -> bool {
    let is_direct = || !ADDED.iter().any(|name| headers.contains_key(*name));
    match version {
        Version::HTTP_2 => true,
        Version::HTTP_11 => is_direct(),
        // What nginx sends if it is told nothing.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_noticed() {
        let none = HeaderMap::new();
        assert!(is_duplex(Version::HTTP_11, &none) && !is_duplex(Version::HTTP_10, &none));
        for name in ADDED {
            let mut headers = HeaderMap::new();
            headers.insert(name, "192.0.2.1".parse().unwrap());
            assert!(!is_duplex(Version::HTTP_11, &headers), "{name}");
            assert!(is_duplex(Version::HTTP_2, &headers), "{name}");
        }
    }
}
