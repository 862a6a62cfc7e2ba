use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::page::Interval;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{MAX_ENDPOINTS, WebhookEndpoint};

use super::{parts, webhook};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Place};
use crate::console::route::Route;
use crate::console::session::AdminVisitor;
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, count};
use crate::console::{Console, Trouble};

pub(super) const PATH: &str = "/console/webhooks";

pub(super) fn route() -> Route {
    Route::admin(PATH, show).unaudited(Unaudited::Impersonal)
}

/// All endpoints of the workspace: they fit on one page.
async fn show(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let all = Place::default().page(MAX_ENDPOINTS, Interval::default());
    let endpoints = ledger.webhooks(visitor.tenant, all).await?.items;
    let head = ledger.journal_head(visitor.tenant).await?.position;
    let content = html! {
        h1 { "Webhooks" }
        p.note { "Endpoints that are told of changes. The journal has " (words::counted(head, "change", "changes")) "." }
        @if endpoints.is_empty() {
            (parts::nothing("No webhook endpoints", &html! { "Create one with " code { "POST /v1/webhook-endpoints" } "." }))
        } @else {
            (table(&endpoints, ledger.now()))
        }
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Webhooks,
        "Webhooks",
        content,
    )
    .await
}

fn table(endpoints: &[WebhookEndpoint], now: Timestamp) -> Markup {
    let columns = [
        Column::new("Endpoint"),
        Column::new("State"),
        Column::new("Told of"),
        Column::number("Position"),
        Column::new("Last attempt"),
        Column::new("Next attempt"),
    ];
    let rows = endpoints.iter().map(|endpoint| {
        Row::new([
            html! { a href={ (PATH) "/" (endpoint.id) } { (words::said(&endpoint.url)) } },
            webhook::state(endpoint),
            html! { (webhook::kinds(endpoint)) },
            html! { (count(endpoint.position)) },
            webhook::last(endpoint, now),
            webhook::next(endpoint.next_attempt_at),
        ])
        .gone(!webhook::is_enabled(endpoint))
    });
    Table::new("Webhook endpoints", columns, rows).render()
}
