use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

/// Where an endpoint is: an `https` URL, or an `http` one of this machine's own loopback.
///
/// It says nothing about where the name leads. Whoever connects has to check the addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointUrl(Url);

/// Why a text is not the URL of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUrl {
    /// It is not a URL.
    #[error("is not a URL: {0}")]
    Unreadable(url::ParseError),
    /// It is longer than allowed.
    #[error("is longer than {} characters", EndpointUrl::MAX_CHARS)]
    TooLong,
    /// It is neither `https` nor `http` to this machine.
    #[error("must begin with https://; http:// is only for localhost and loopback addresses")]
    NotHttps,
    /// It has a user name or a password, which belong into no log.
    #[error("must not have a user name or a password")]
    Credentials,
    /// It has a fragment, which is never sent.
    #[error("must not have a fragment (#)")]
    Fragment,
    /// Nothing listens on port 0.
    #[error("must not have the port 0")]
    Port,
}

impl EndpointUrl {
    /// The most characters that it may have.
    pub const MAX_CHARS: usize = 2_000;

    /// Takes a URL.
    ///
    /// # Errors
    /// If it is not one that webhooks may be sent to.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        if text.chars().count() > Self::MAX_CHARS {
            return Err(InvalidUrl::TooLong);
        }
        let url = Self(Url::parse(text).map_err(InvalidUrl::Unreadable)?);
        match url.0.scheme() {
            "https" => {}
            "http" if url.is_loopback() => {}
            _ => return Err(InvalidUrl::NotHttps),
        }
        if !url.0.username().is_empty() || url.0.password().is_some() {
            return Err(InvalidUrl::Credentials);
        }
        if url.0.fragment().is_some() {
            return Err(InvalidUrl::Fragment);
        }
        if url.0.port() == Some(0) {
            return Err(InvalidUrl::Port);
        }
        // Escapes and punycode make it longer.
        if url.0.as_str().len() > Self::MAX_CHARS {
            return Err(InvalidUrl::TooLong);
        }
        Ok(url)
    }

    /// The URL in its normal form: lower case, without the default port.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Its parts.
    #[must_use]
    pub const fn parts(&self) -> &Url {
        &self.0
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it names this machine's loopback: `localhost`, or a loopback address. Another name may lead there, but
    /// must not be followed.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
            Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
            None => false,
        }
    }
}

impl fmt::Display for EndpointUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_and_http_on_this_machine() {
        for (text, normal) in [
            (
                "https://example.com/hook?x=1",
                "https://example.com/hook?x=1",
            ),
            ("HTTPS://EXAMPLE.com:443", "https://example.com/"),
            ("http://localhost:9000/a", "http://localhost:9000/a"),
            ("http://127.0.0.1:9000/", "http://127.0.0.1:9000/"),
            // Other spellings of loopback addresses.
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://[::1]:9000/", "http://[::1]:9000/"),
        ] {
            assert_eq!(EndpointUrl::parse(text).unwrap().as_str(), normal, "{text}");
        }
    }

    #[test]
    fn refuses_others_and_says_why() {
        for (text, why) in [
            ("http://example.com/", InvalidUrl::NotHttps),
            ("http://10.0.0.1/", InvalidUrl::NotHttps),
            ("http://localhost.example.com/", InvalidUrl::NotHttps),
            ("http://[::ffff:127.0.0.1]/", InvalidUrl::NotHttps),
            ("ftp://localhost/", InvalidUrl::NotHttps),
            ("file:///etc/passwd", InvalidUrl::NotHttps),
            ("https://me:secret@example.com/", InvalidUrl::Credentials),
            ("https://example.com/#part", InvalidUrl::Fragment),
            ("https://example.com:0/", InvalidUrl::Port),
        ] {
            assert_eq!(EndpointUrl::parse(text), Err(why), "{text}");
        }
        for text in ["", "example.com", "https://", "https://exa mple.com/"] {
            let refused = EndpointUrl::parse(text);
            assert!(matches!(refused, Err(InvalidUrl::Unreadable(_))), "{text}");
        }
        for long in ["x".repeat(2_000), "ö".repeat(700)] {
            let text = format!("https://example.com/{long}");
            assert_eq!(EndpointUrl::parse(&text), Err(InvalidUrl::TooLong));
        }
    }
}
