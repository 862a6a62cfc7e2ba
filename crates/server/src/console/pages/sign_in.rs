use axum::Extension;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use wellhead_core::audit::{About, Act, Actor};
use wellhead_core::key::{Shut, Token};

use crate::catalogue::audited::Unaudited;
use crate::console::document;
use crate::console::query::{Asked, Query, View};
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session;
use crate::console::urls::{HOME, SIGN_IN};
use crate::console::{Console, Trouble};
use crate::extract::address::Address;
use crate::extract::asking::Asking;
use crate::layers::asker::{self, Asker, Known};
use crate::limits::WrongKey;
use crate::respond::told::Told;

pub(super) fn routes() -> [Route; 2] {
    [
        Route::open(SIGN_IN, show).unaudited(Unaudited::Nobody),
        Route::open_post(SIGN_IN, send).audited(Act::SignIn, About::Key),
    ]
}

/// The page that the visitor wanted, if they came from one.
struct Back(String);

impl View for Back {
    fn read(query: &mut Query) -> Self {
        Self(query.text("back"))
    }
}

async fn show(
    State(console): State<Console>,
    who: Option<Extension<Asker>>,
    asked: Asked<Back>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let Asked {
        view: Back(back),
        query,
    } = &asked;
    if session::principal(&headers, who.as_deref(), &console)
        .await?
        .is_some()
    {
        return Ok(Redirect::to(way_back(back)).into_response());
    }
    Ok(page(query, back, None).into_response())
}

async fn send(
    State(console): State<Console>,
    headers: HeaderMap,
    asking: Option<Extension<Asking>>,
    asker: Option<Extension<Asker>>,
    Address(address): Address,
    sent: Sent,
) -> Result<Response, Trouble> {
    let ledger = &console.app.ledger;
    let back = sent.field("back");
    let token = Token::received(sent.field("key").trim());
    let holder = console.app.limits.holder(ledger, &token, address).await?;
    let asker = asker.as_deref();
    let principal = match holder {
        Ok(principal) => principal,
        Err(WrongKey::TooMany) => return Err(Trouble::TooManyWrongKeys),
        Err(WrongKey::Shut(Shut::Suspended(holder))) => {
            asker::tell(asker, Known::of(holder));
            return Err(Trouble::Suspended);
        }
        Err(WrongKey::Shut(Shut::Unknown)) => {
            let wrong = Some("This key has expired, or is unknown or revoked.");
            let again = page(&Query::default(), back, wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
    };
    if let Some(Extension(asking)) = asking {
        asking.is(principal.tenant, Actor::Session(principal.key));
    }
    asker::tell(asker, Known::of(principal));
    if let Some(old) = session::id(&headers) {
        console.sessions.close(old);
    }
    let id = console.sessions.open(token.hash(), ledger.host());
    let cookie = [(
        SET_COOKIE,
        session::cookie(Some(&id), &headers, console.app.public_url.as_ref()),
    )];
    let told = Extension(Told {
        id: Some(principal.key.uuid()),
        ..Told::default()
    });
    Ok((told, cookie, Redirect::to(way_back(back))).into_response())
}

/// Only a page of this console: the redirect never leaves the site.
fn way_back(back: &str) -> &str {
    let plain = back
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && back.starts_with("/console/") {
        back
    } else {
        HOME
    }
}

fn page(query: &Query, back: &str, wrong: Option<&str>) -> Markup {
    document::bare(
        "Sign in",
        &html! {
            (query.note())
            h1 { "Sign in" }
            form.stack method="post" action=(SIGN_IN) {
                label for="key" { "Your key" }
                input #key name="key" type="password" autocomplete="current-password" required autofocus
                    placeholder="whk_…" spellcheck="false"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "wrong")];
                @if let Some(wrong) = wrong { p #wrong.wrong role="alert" { (wrong) } }
                @if !back.is_empty() { input type="hidden" name="back" value=(back); }
                button { "Sign in" }
            }
            p.note { "A key opens one workspace. Make one with " code { "wellhead key create" } "." }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_redirect_stays_on_the_site() {
        assert_eq!(way_back("/console/links?way=in"), "/console/links?way=in");
        for elsewhere in [
            "",
            "/v1/people",
            "//evil.example",
            "https://evil.example",
            "/console/\\evil",
            "/console/a b",
        ] {
            assert_eq!(way_back(elsewhere), HOME, "{elsewhere}");
        }
    }
}
