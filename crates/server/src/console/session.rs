//! Sessions: who is signed in.
//!
//! The cookie is a random number that leads, in this process only, to the key's hash. Neither reveals the key. Each
//! request looks the key up in the store again, so a session ends when its key does, and waits while its workspace is suspended.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use wellhead_core::audit::Actor;
use wellhead_core::host::Host;
use wellhead_core::id::KeyId;
use wellhead_core::key::{Shut, TokenHash};
use wellhead_core::limits::Rates;
use wellhead_core::tenant::{Principal, Role, Tenant};

use super::origin::scheme;
use super::{Console, Trouble};
use crate::extract::asking::Asking;
use crate::layers::asker::{self, Asker, Known};
use crate::origin::PublicUrl;

/// How long a session lasts: a working day. It is not extended by use, because a page that refreshes itself sends
/// requests whether or not anybody is there.
const LASTS: Duration = Duration::from_hours(12);
/// The most sessions one key can have; the oldest ends first. This way no key can push out another key's sessions.
const MOST_OF_A_KEY: usize = 20;
const COOKIE_NAME: &str = "wellhead_session";

/// The sessions of this process.
#[derive(Clone, Default)]
pub(super) struct Sessions(Arc<Mutex<HashMap<String, Session>>>);

#[derive(Clone, Copy)]
struct Session {
    key: TokenHash,
    opened_at: Instant,
}

impl Sessions {
    /// Starts a session for a key; returns the cookie's value.
    pub(super) fn open(&self, key: TokenHash, host: &dyn Host) -> String {
        let now = host.instant();
        let mut random = [0; 32];
        host.fill_random(&mut random);
        let id = random.iter().fold(String::new(), |mut id, byte| {
            write!(id, "{byte:02x}").expect("writing to a String cannot fail");
            id
        });
        self.with(|sessions| {
            sessions.retain(|_, session| !session.is_over(now));
            let of_key = || sessions.iter().filter(|(_, session)| session.key == key);
            if of_key().count() >= MOST_OF_A_KEY {
                let oldest = of_key().min_by_key(|(_, session)| session.opened_at);
                let oldest = oldest.map(|(id, _)| id.clone());
                sessions.remove(&oldest.unwrap_or_default());
            }
            let session = Session {
                key,
                opened_at: now,
            };
            sessions.insert(id.clone(), session);
        });
        id
    }

    /// The key of a session that has not ended.
    fn key(&self, id: &str, now: Instant) -> Option<TokenHash> {
        self.with(|sessions| {
            let session = sessions.get(id).filter(|it| !it.is_over(now))?;
            Some(session.key)
        })
    }

    /// Ends a session.
    pub(super) fn close(&self, id: &str) {
        self.with(|sessions| sessions.remove(id));
    }

    fn with<T>(&self, f: impl FnOnce(&mut HashMap<String, Session>) -> T) -> T {
        // No panic can leave the map half changed.
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Session {
    fn is_over(&self, now: Instant) -> bool {
        now.duration_since(self.opened_at) > LASTS
    }
}

/// A signed-in visitor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visitor {
    pub(super) key: KeyId,
    pub(super) tenant: Tenant,
    pub(super) role: Role,
    pub(super) rates: Rates,
}

/// A visitor signed in with an administrator's key.
#[derive(Debug, Clone, Copy)]
pub(super) struct AdminVisitor(pub(super) Visitor);

impl FromRequestParts<Console> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, Trouble> {
        let asker = parts.extensions.get::<Asker>();
        let found = principal(&parts.headers, asker, console).await?;
        if let (Some(asking), Some(found)) = (parts.extensions.get::<Asking>(), found) {
            asking.is(found.tenant, Actor::Session(found.key));
        }
        if let Some(found) = found {
            let counted = asker::counted(asker, &console.app.limits, found, &parts.uri);
            counted.map_err(|_| Trouble::TooFast)?;
        }
        let Some(Principal {
            key,
            tenant,
            role,
            rates,
        }) = found
        else {
            let back = (parts.method == Method::GET).then(|| parts.uri.to_string());
            let fragment = parts.headers.contains_key("hx-request");
            return Err(Trouble::SignedOut { back, fragment });
        };
        Ok(Self {
            key,
            tenant,
            role,
            rates,
        })
    }
}

impl FromRequestParts<Console> for AdminVisitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, console: &Console) -> Result<Self, Trouble> {
        let visitor = Visitor::from_request_parts(parts, console).await?;
        if visitor.role < Role::Admin {
            return Err(Trouble::Forbidden(visitor.role));
        }
        Ok(Self(visitor))
    }
}

/// The visitor, if there is a valid session.
pub(super) async fn principal(
    headers: &HeaderMap,
    asker: Option<&Asker>,
    console: &Console,
) -> Result<Option<Principal>, Trouble> {
    let ledger = &console.app.ledger;
    let Some(id) = id(headers) else {
        return Ok(None);
    };
    let Some(key) = console.sessions.key(id, ledger.host().instant()) else {
        return Ok(None);
    };
    match ledger.bearer(key).await? {
        Ok(found) => Ok(Some(found)),
        Err(Shut::Suspended(holder)) => {
            asker::tell(asker, Known::of(holder));
            Err(Trouble::Suspended)
        }
        Err(Shut::Unknown) => {
            console.sessions.close(id);
            Ok(None)
        }
    }
}

/// The session cookie's value.
pub(super) fn id(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter();
    cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, id)| id)
}

/// The `Set-Cookie` header that starts a session, or ends it if `id` is `None`.
pub(super) fn cookie(id: Option<&str>, headers: &HeaderMap, public: Option<&PublicUrl>) -> String {
    let (id, age) = match id {
        Some(id) => (id, LASTS.as_secs()),
        None => ("", 0),
    };
    let scheme = public.map_or_else(|| scheme(headers), |it| Some(it.origin().scheme()));
    let secure = match scheme {
        Some("https") => "; Secure",
        _ => "",
    };
    format!("{COOKIE_NAME}={id}; Path=/console; Max-Age={age}; HttpOnly; SameSite=Strict{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_host::TestHost;

    const KEY: TokenHash = TokenHash([7; 32]);

    #[test]
    fn a_session_lasts_a_working_day() {
        let (sessions, host) = (Sessions::default(), TestHost::default());
        let id = sessions.open(KEY, &host);
        assert_eq!(id, "01".repeat(32));
        let later = |seconds| host.instant() + Duration::from_secs(seconds);
        assert_eq!(sessions.key(&id, later(LASTS.as_secs())), Some(KEY));
        assert_eq!(sessions.key(&id, later(LASTS.as_secs() + 1)), None);
        assert_eq!(sessions.key("", host.instant()), None);
    }

    #[test]
    fn signing_out_ends_the_session() {
        let (sessions, host) = (Sessions::default(), TestHost::default());
        let (one, other) = (sessions.open(KEY, &host), sessions.open(KEY, &host));
        sessions.close(&one);
        assert_eq!(sessions.key(&one, host.instant()), None);
        assert_eq!(sessions.key(&other, host.instant()), Some(KEY));
    }

    #[test]
    fn a_key_has_a_limit_and_ends_only_its_own_sessions() {
        let (sessions, host) = (Sessions::default(), TestHost::default());
        let other = sessions.open(TokenHash([8; 32]), &host);
        let first = sessions.open(KEY, &host);
        for _ in 1..=100 {
            host.pass(Duration::from_secs(1));
            sessions.open(KEY, &host);
        }
        let now = host.instant();
        assert_eq!(sessions.key(&first, now), None);
        assert_eq!(sessions.key(&other, now), Some(TokenHash([8; 32])));
        assert_eq!(sessions.0.lock().unwrap().len(), MOST_OF_A_KEY + 1);
    }

    #[test]
    fn cookies_are_read_and_written() {
        let mut headers = HeaderMap::new();
        assert_eq!(id(&headers), None);
        headers.insert(COOKIE, "a=b; wellhead_session=1f; c=d".parse().unwrap());
        assert_eq!(id(&headers), Some("1f"));
        let plain = cookie(Some("1f"), &headers, None);
        assert!(plain.contains("HttpOnly; SameSite=Strict") && !plain.contains("Secure"));
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        let secure = "Max-Age=0; HttpOnly; SameSite=Strict; Secure";
        assert!(cookie(None, &headers, None).ends_with(secure));
        let public = "https://ledger.example".parse().unwrap();
        assert!(cookie(None, &HeaderMap::new(), Some(&public)).ends_with(secure));
    }
}
