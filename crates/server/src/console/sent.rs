use std::collections::HashMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use tokio::time::timeout;

use super::origin::is_our_own;
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

    async fn from_request(request: Request, console: &Console) -> Result<Self, Trouble> {
        let (headers, authority) = (request.headers(), request.uri().authority());
        if !is_our_own(headers, authority, console.app.public_url.as_ref()) {
            return Err(Trouble::ForeignForm);
        }
        let unreadable = || Trouble::Refused("The form cannot be read.".to_owned());
        let body = timeout(PATIENCE, to_bytes(request.into_body(), MAX_BYTES)).await;
        let body = body.map_err(|_| unreadable())?.map_err(|_| unreadable())?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}
