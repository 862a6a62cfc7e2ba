use axum::extract::{Path, State};
use maud::{Markup, Render as _, html};
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::page::Interval;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{EndpointStatus, Outcome, WebhookAttempt, WebhookEndpoint};

use super::{parts, webhooks};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Exactly, Place};
use crate::console::route::Route;
use crate::console::session::{AdminVisitor, Visitor};
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, count, counted};
use crate::console::{Console, Trouble};

/// The newest attempts that a page shows.
const SHOWN: usize = 50;

pub(super) fn routes() -> [Route; 2] {
    [
        Route::admin("/console/webhooks/{id}", show).unaudited(Unaudited::Impersonal),
        Route::admin("/console/webhooks/{id}/attempts", attempts).unaudited(Unaudited::Impersonal),
    ]
}

async fn find(console: &Console, visitor: Visitor, id: &str) -> Result<WebhookEndpoint, Trouble> {
    let id: WebhookEndpointId = id.parse().map_err(|_| Trouble::NotFound)?;
    let found = console.app.ledger.webhook(visitor.tenant, id).await?;
    found.ok_or(Trouble::NotFound)
}

async fn show(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let endpoint = find(&console, visitor, &id).await?;
    let content = html! {
        p.trail { a href=(webhooks::PATH) { "Webhooks" } " / Endpoint" }
        h1 { (words::said(&endpoint.url)) }
        p.note { "created " (words::time(endpoint.times.created_at)) ", told of " (kinds(&endpoint)) " · " code { (endpoint.id) } }
        (live(&console, visitor, &endpoint).await?)
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Webhooks,
        "Webhook endpoint",
        content,
    )
    .await
}

async fn attempts(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    _: Exactly<()>,
) -> Result<Markup, Trouble> {
    let endpoint = find(&console, visitor, &id).await?;
    live(&console, visitor, &endpoint).await
}

/// The state of an endpoint and its last attempts. Refreshes itself.
async fn live(
    console: &Console,
    visitor: Visitor,
    endpoint: &WebhookEndpoint,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let newest = Place::default().page(SHOWN, Interval::default());
    let (tenant, now) = (visitor.tenant, ledger.now());
    let attempts = ledger.webhook_attempts(tenant, endpoint.id, newest).await?;
    let head = ledger.journal_head(tenant).await?.position;
    let again = format!("{}/{}/attempts", webhooks::PATH, endpoint.id);
    Ok(html! {
        div #attempts hx-get=(again) hx-trigger="every 5s" hx-swap="outerHTML" {
            dl.tiles {
                (parts::tile("State", &state(endpoint), &failing(endpoint, now)))
                (parts::tile("Position", &html! { (count(endpoint.position)) }, &html! { "of " (count(head)) }))
                (parts::tile("Last attempt", &last(endpoint, now), &html! {}))
                (parts::tile("Next attempt", &next(endpoint.next_attempt_at), &html! {}))
                (parts::tile("Secrets", &html! { (endpoint.secrets.len()) }, &html! { "that sign" }))
            }
            h2 { "Last attempts" }
            @if attempts.items.is_empty() {
                (parts::nothing("Nothing was sent yet", &html! { "A message is sent when something changes." }))
            } @else {
                (table(&attempts.items))
            }
        }
    })
}

fn table(attempts: &[WebhookAttempt]) -> Markup {
    let columns = [
        Column::new("Begun"),
        Column::new("Outcome"),
        Column::number("Status"),
        Column::number("Took"),
        Column::number("Changes up to"),
        Column::number("Attempt"),
        Column::new("Next attempt"),
    ];
    let rows = attempts.iter().map(|attempt| {
        let took = attempt.duration_ms;
        let took = took.map(|took| words::duration(took.cast_signed()));
        Row::new([
            words::time(attempt.started_at),
            html! {
                (outcome(attempt.outcome))
                @if let Some(detail) = &attempt.detail { p.why { (words::said(detail)) } }
            },
            table::cell(attempt.status_code),
            table::cell(took),
            html! { (count(attempt.position)) },
            html! { (count(attempt.number)) },
            next(attempt.next_attempt_at),
        ])
    });
    Table::new("Attempts", columns, rows).render()
}

/// Whether messages are sent to an endpoint.
pub(super) fn is_enabled(endpoint: &WebhookEndpoint) -> bool {
    endpoint.status == EndpointStatus::Enabled
}

/// Whether messages are sent to an endpoint, and arrive.
pub(super) fn state(endpoint: &WebhookEndpoint) -> Markup {
    if !is_enabled(endpoint) {
        parts::badge("off", "disabled")
    } else if endpoint.failures > 0 {
        parts::badge("bad", "failing")
    } else {
        parts::badge("good", "enabled")
    }
}

fn failing(endpoint: &WebhookEndpoint, now: Timestamp) -> Markup {
    html! {
        @if let Some(since) = endpoint.failing_since {
            (counted(endpoint.failures, "failure", "failures")) ", the first " (words::since(since, now))
        }
    }
}

/// The kinds of record that an endpoint is told of.
pub(super) fn kinds(endpoint: &WebhookEndpoint) -> Markup {
    let kinds = endpoint.kinds.iter();
    let kinds: Vec<_> = kinds.map(|kind| kind.declaration().words.many).collect();
    html! { @if kinds.is_empty() { "everything" } @else { (kinds.join(", ")) } }
}

/// What the last attempt came to, and when.
pub(super) fn last(endpoint: &WebhookEndpoint, now: Timestamp) -> Markup {
    html! {
        @match (endpoint.last_outcome, endpoint.last_attempt_at) {
            (Some(it), Some(at)) => { (outcome(Some(it))) " " (words::since(at, now)) }
            _ => { "none yet" }
        }
    }
}

/// When the next attempt is due.
pub(super) fn next(at: Option<Timestamp>) -> Markup {
    html! { @if let Some(at) = at { (words::time(at)) } }
}

fn outcome(outcome: Option<Outcome>) -> Markup {
    let tone = match outcome {
        None => "busy",
        Some(Outcome::Delivered) => "good",
        Some(Outcome::Gone | Outcome::Lost) => "off",
        Some(_) => "bad",
    };
    let words = outcome.map_or("under way", Outcome::as_str);
    parts::badge(tone, &words.replace('_', " "))
}
