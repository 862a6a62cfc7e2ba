use std::collections::HashMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use tokio::time::timeout;

use super::{Console, Trouble};
use crate::extract::body::PATIENCE;

/// The largest form that is accepted: one names a hundred records.
const MAX_BYTES: usize = 16 << 10;

/// The fields of a form that one of our own pages sent.
///
/// Handlers can read a form only through this, so a form from another site has no effect. The session's cookie is
/// `SameSite=Strict` already; this also protects the sign-in form, which needs no cookie.
pub(super) struct Sent(HashMap<String, String>);

impl Sent {
    /// The field's value, or the empty string.
    pub(super) fn field(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

impl Sent {
    /// The rest of the names of the fields that begin so, in order.
    pub(super) fn names_after<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = &'a str> {
        let mut names: Vec<_> = self
            .0
            .keys()
            .filter_map(|it| it.strip_prefix(beginning))
            .collect();
        names.sort_unstable();
        names.into_iter()
    }
}

impl FromRequest<Console> for Sent {
    type Rejection = Trouble;

    async fn from_request(request: Request, _: &Console) -> Result<Self, Trouble> {
        if !is_our_own(request.headers()) {
            return Err(Trouble::ForeignForm);
        }
        let unreadable = || Trouble::Refused("The form cannot be read.".to_owned());
        let body = timeout(PATIENCE, to_bytes(request.into_body(), MAX_BYTES)).await;
        let body = body.map_err(|_| unreadable())?.map_err(|_| unreadable())?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}

/// Every browser sends `Sec-Fetch-Site` over TLS and to localhost, and `Origin` with each form.
fn is_our_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let authority = text(ORIGIN).and_then(|origin| Some(origin.split_once("://")?.1));
    authority.is_some() && authority == text(HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_other_sites_are_told_apart() {
        let own = |headers: &[(&'static str, &str)]| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(*name, value.parse().unwrap());
            }
            is_our_own(&map)
        };
        let host = ("host", "ledger.example:8080");
        assert!(own(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(own(&[host, ("origin", "http://ledger.example:8080")]));
        for site in ["cross-site", "same-site", "none"] {
            let origin = ("origin", "http://ledger.example:8080");
            assert!(!own(&[host, origin, ("sec-fetch-site", site)]), "{site}");
        }
        for origin in ["null", "http://ledger.example", "http://evil.example:8080"] {
            assert!(!own(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!own(&[host]));
        assert!(!own(&[]));
    }
}
