use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use anyhow::{Context, bail, ensure};
use ureq::http::Uri;

/// A server's address, such as `https://ledger.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Scheme, host and port, and the path prefix if any; without a trailing slash.
    base: String,
    host: String,
    is_encrypted: bool,
}

const FORM: &str = "use the form https://HOST, or http://127.0.0.1:8080";

impl FromStr for Address {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        // Process lists would show a password, so the message does not repeat it.
        ensure!(
            !text.contains('@'),
            "a server's URL cannot contain a user name or password: put the key into a file, for --key-file"
        );
        let uri: Uri = text.parse().with_context(|| format!("not a URL; {FORM}"))?;
        let is_encrypted = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(scheme) => bail!("a server cannot be reached over '{scheme}:'; {FORM}"),
            None => bail!("the URL has no scheme; {FORM}"),
        };
        let host = uri.host().filter(|host| !host.is_empty());
        let host = host.with_context(|| format!("the URL names no host; {FORM}"))?;
        ensure!(
            uri.query().is_none() && !text.contains('#'),
            "a server's URL cannot have a query or a fragment; {FORM}"
        );
        Ok(Self {
            base: text.trim_end_matches('/').to_owned(),
            host: host.trim_matches(['[', ']']).to_ascii_lowercase(),
            is_encrypted,
        })
    }
}

impl Address {
    /// Whether others on the network could read what is sent.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// Whether it is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let address: Option<IpAddr> = self.host.parse().ok();
        address.map_or(self.host == "localhost", |address| address.is_loopback())
    }

    /// The URL of `path`, which begins with a slash.
    pub(super) fn of(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, base, is_encrypted, is_loopback) in [
            (
                "https://ledger.example.org",
                "https://ledger.example.org",
                true,
                false,
            ),
            (
                "https://example.org/ledger/",
                "https://example.org/ledger",
                true,
                false,
            ),
            (
                "http://127.0.0.1:8080/",
                "http://127.0.0.1:8080",
                false,
                true,
            ),
            ("http://[::1]:8080", "http://[::1]:8080", false, true),
            ("http://LocalHost", "http://LocalHost", false, true),
            ("http://10.0.0.7", "http://10.0.0.7", false, false),
            (
                "http://127.0.0.1.example.org",
                "http://127.0.0.1.example.org",
                false,
                false,
            ),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), base);
            assert_eq!(address.is_encrypted(), is_encrypted, "{text}");
            assert_eq!(address.is_loopback(), is_loopback, "{text}");
            assert_eq!(address.of("/v1/people"), format!("{base}/v1/people"));
        }
        for (bad, word) in [
            ("", "not a URL"),
            ("ledger.example.org", "no scheme"),
            ("/v1", "no scheme"),
            ("ftp://example.org", "'ftp:'"),
            ("postgres://db/ledger", "'postgres:'"),
            ("https://me:secret@example.org", "--key-file"),
            ("https://example.org?key=a", "a query"),
            ("https://example.org/#a", "fragment"),
            ("https://", "not a URL"),
        ] {
            let said = format!("{:#}", bad.parse::<Address>().unwrap_err());
            assert!(said.contains(word), "{bad}: {said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }
}
