//! The workspace's keys, for administrators.

use axum::extract::State;
use maud::{Markup, html};
use wellhead_core::key::Key;
use wellhead_core::page::Interval;
use wellhead_core::time::Timestamp;

use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::AdminVisitor;
use crate::console::words;
use crate::console::{Console, Trouble};

const PATH: &str = "/console/keys";

/// Keys per page.
const MOST: usize = 50;

pub(super) fn route() -> Route {
    Route::admin(PATH, show).unaudited(Unaudited::Impersonal)
}

/// The place in the list.
struct Shown(Place);

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        Self(query.place())
    }
}

async fn show(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Asked {
        view: Shown(place),
        query,
    }: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let request = place.page(MOST, Interval::default());
    let page = ledger.keys(visitor.tenant, request).await?;
    let content = html! {
        h1 { "Keys" }
        p.note {
            "Who has access, the newest first. Make, rotate and revoke keys with " code { "POST /v1/api-keys" }
            " or " code { "wellhead key" } "."
        }
        (table(&page.items, ledger.now()))
        div.foot { (parts::pager(PATH, &query, &request, &page)) }
    };
    frame::page(&console, visitor, &query, Section::Keys, "Keys", content).await
}

fn table(keys: &[Key], now: Timestamp) -> Markup {
    let since = |at: Option<Timestamp>| at.map(|at| words::since(at, now));
    parts::scroll(
        "Keys",
        &html! {
            table {
                thead { tr {
                    th scope="col" { "Name" }
                    th scope="col" { "Role" }
                    th scope="col" { "State" }
                    th scope="col" { "Token" }
                    th scope="col" { "Last used" }
                    th scope="col" { "Expires" }
                    th scope="col" { "Made" }
                } }
                tbody {
                    @for key in keys {
                        tr.gone[key.has_ended(now)] {
                            td { @match &key.name { Some(name) => (name), None => (key.id) } }
                            td { (key.role) }
                            td { (state(key, now)) }
                            td { @if let Some(prefix) = &key.prefix { code { (prefix.as_str()) "…" } } }
                            td { @if let Some(since) = since(key.last_used_at) { (since) } }
                            td { @if let Some(at) = key.expires_at { (words::time(at)) } @else { "never" } }
                            td { (words::time(key.created_at)) }
                        }
                    }
                }
            }
        },
    )
}

fn state(key: &Key, now: Timestamp) -> Markup {
    let (tone, words) = if key.revoked_at.is_some() {
        ("off", "revoked")
    } else if key.has_ended(now) {
        ("off", "expired")
    } else {
        ("good", "good")
    };
    parts::badge(tone, words)
}
