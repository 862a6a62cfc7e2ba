//! Where browsers and clients find a service.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::sync::Arc;

use url::Url;

/// Why a text is no origin or no public URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUrl {
    /// It is not a URL of the web.
    #[error("use a whole URL that begins with https:// or http://")]
    NotHttp,
    /// It has a part that cannot be used.
    #[error("leave out {0}")]
    TooMuch(&'static str),
}

/// A scheme, a host and a port, as browsers compare them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(Arc<str>);

impl Origin {
    /// Its scheme, `http` or `https`.
    pub(crate) fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// As the `Origin` header has it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn of(url: &Url) -> Self {
        Self(url.origin().ascii_serialization().into())
    }
}

impl FromStr for Origin {
    type Err = InvalidUrl;

    /// # Errors
    /// If there is no scheme or host, or more than these and a port.
    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        let url = web(text)?;
        match url.path() {
            "/" => Ok(Self::of(&url)),
            _ => Err(InvalidUrl::TooMuch("the path")),
        }
    }
}

/// What the URLs of a service begin with, for all who see it from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// Without a slash at its end.
    url: Arc<str>,
    origin: Origin,
}

impl PublicUrl {
    /// Its scheme, host and port.
    pub(crate) const fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Display for PublicUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl FromStr for PublicUrl {
    type Err = InvalidUrl;

    /// # Errors
    /// If there is no scheme or host, or more than these, a port and a path.
    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        let url = web(text)?;
        let origin = Origin::of(&url);
        let path = url.path().trim_end_matches('/');
        Ok(Self {
            url: format!("{}{path}", origin.0).into(),
            origin,
        })
    }
}

/// A URL of the web, without a user, a query and a fragment.
fn web(text: &str) -> Result<Url, InvalidUrl> {
    let url = Url::parse(text).map_err(|_| InvalidUrl::NotHttp)?;
    // The parser would take `https:host` as well, which nobody means.
    let rest = text.split_once("://").map(|(_, rest)| rest);
    if !matches!(url.scheme(), "http" | "https") || rest.is_none_or(|it| it.starts_with('/')) {
        return Err(InvalidUrl::NotHttp);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(InvalidUrl::TooMuch("the user"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(InvalidUrl::TooMuch("what begins with ? or #"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_compared_as_browsers_do() {
        let origin = |text: &str| text.parse::<Origin>();
        assert_eq!(
            origin("https://Ledger.example:443/"),
            origin("https://ledger.example")
        );
        assert_eq!(
            origin("http://ledger.example:80").unwrap().as_str(),
            "http://ledger.example"
        );
        for other in [
            "http://a.example",
            "https://b.example",
            "https://a.example:8443",
        ] {
            assert_ne!(origin("https://a.example"), origin(other));
        }
        assert_eq!(origin("https://a.example").unwrap().scheme(), "https");
        let path = InvalidUrl::TooMuch("the path");
        assert_eq!(origin("https://a.example/x"), Err(path));
    }

    #[test]
    fn a_public_url_may_have_a_path() {
        for (text, url, origin) in [
            (
                "https://Ledger.example/",
                "https://ledger.example",
                "https://ledger.example",
            ),
            (
                "http://a.example:8080/x/y/",
                "http://a.example:8080/x/y",
                "http://a.example:8080",
            ),
        ] {
            let public: PublicUrl = text.parse().unwrap();
            assert_eq!(
                (public.to_string().as_str(), public.origin().as_str()),
                (url, origin)
            );
        }
    }

    #[test]
    fn what_is_no_url_of_the_web_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "ledger.example",
            "ledger.example:8080",
            "https:a",
            "https:///a",
            "ftp://a.example",
            "https://",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(InvalidUrl::NotHttp), "{text}");
            assert_eq!(
                text.parse::<PublicUrl>(),
                Err(InvalidUrl::NotHttp),
                "{text}"
            );
        }
        for text in [
            "https://ada@a.example",
            "https://:x@a.example",
            "https://a.example?x",
            "https://a.example/#x",
        ] {
            assert!(
                matches!(text.parse::<PublicUrl>(), Err(InvalidUrl::TooMuch(_))),
                "{text}"
            );
        }
    }
}
