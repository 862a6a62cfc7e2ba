//! The workspace's keys, for administrators.

use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::key::Key;
use wellhead_core::page::Interval;
use wellhead_core::time::Timestamp;

use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::AdminVisitor;
use crate::console::table::{Column, Row, Table};
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
    let columns = [
        Column::new("Name"),
        Column::new("Role"),
        Column::new("State"),
        Column::new("Token"),
        Column::new("Last used"),
        Column::new("Expires"),
        Column::new("Made"),
    ];
    let rows = keys.iter().map(|key| {
        let used = key.last_used_at.map(|at| words::since(at, now));
        Row::new([
            html! { @match &key.name { Some(name) => (words::said(name)), None => (key.id) } },
            html! { (key.role) },
            state(key, now),
            html! { @if let Some(prefix) = &key.prefix { code { (prefix.as_str()) "…" } } },
            html! { @if let Some(used) = used { (used) } },
            html! { @if let Some(at) = key.expires_at { (words::time(at)) } @else { "never" } },
            html! { (words::time(key.created_at)) },
        ])
        .gone(key.has_ended(now))
    });
    Table::new("Keys", columns, rows).render()
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
