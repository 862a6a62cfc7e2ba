//! One recall: how far it is, who is told, and what an erasure keeps from coming back.

use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::RecallId;
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::privacy::{NotificationFilter, Recall, SubjectRight, SuppressionFilter};

use super::{notifications, recalls, suppressions};
use crate::catalogue::audited::Unaudited;
use crate::console::causes::Causes;
use crate::console::frame::{self, Section};
use crate::console::kinds::record_url;
use crate::console::pages::parts;
use crate::console::query::{Asked, Place};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, counted, title};
use crate::console::{Console, Trouble};

/// The most recipients and suppressions that the page shows.
const SHOWN: usize = 200;

pub(super) fn route() -> Route {
    Route::page("/console/recalls/{id}", show).unaudited(Unaudited::Impersonal)
}

/// The page of a recall.
pub(super) fn url(id: RecallId) -> String {
    format!("{}/{id}", recalls::PATH)
}

/// What a recipient is to do with the record.
pub(super) const fn task(right: SubjectRight) -> &'static str {
    match right {
        SubjectRight::Erasure => "erase",
        SubjectRight::Rectification => "correct",
        SubjectRight::Restriction => "restrict",
    }
}

/// How far a recall is.
pub(super) fn state(recall: &Recall) -> Markup {
    if recall.right == SubjectRight::Erasure && recall.destroyed_at.is_none() {
        parts::badge("busy", "being erased")
    } else if recall.open > 0 {
        let open = counted(recall.open, "recipient open", "recipients open");
        parts::badge("wait", &open)
    } else {
        parts::badge("good", "done")
    }
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let tenant = visitor.tenant;
    let id: RecallId = id.parse().map_err(|_| Trouble::NotFound)?;
    let recall = ledger.recall_found(tenant, id).await?;
    let recall = recall.ok_or(Trouble::NotFound)?;
    let first = PageRequest {
        order: Order::OldestFirst,
        ..Place::default().page(SHOWN, Interval::default())
    };
    let filter = NotificationFilter {
        status: None,
        recall: Some(id),
    };
    let told = ledger.notifications(tenant, filter, first).await?;
    let connectors = notifications::connectors(&console, visitor, &told.items).await?;
    let filter = SuppressionFilter { erasure: Some(id) };
    let suppressed = ledger.suppressions(tenant, filter, first).await?;
    let causes = Causes::of(&console, visitor, [recall.created]).await?;
    let words = &recall.record.kind.declaration().words;
    let heading = format!("{} of {}", title(recall.right.as_str()), words.one);
    let content = html! {
        p.trail { a href=(recalls::PATH) { "Recalls" } " / Recall" }
        h1 { (heading) " " (state(&recall)) }
        p.note {
            @if let Some(reference) = &recall.reference { "reference " code { (words::said(reference)) } " · " }
            code { (recall.id) } " · recorded " (words::time(recall.created_at)) " by " (causes.who(recall.created))
        }
        dl.facts {
            div { dt { (title(words.noun)) } dd { a href=(record_url(recall.record)) { code { (recall.record.id) } } } }
            @if recall.right == SubjectRight::Erasure {
                div {
                    dt { "What names it was destroyed" }
                    dd {
                        @match recall.destroyed_at {
                            Some(at) => { (words::time(at)) }
                            None => { a href={ "/console/jobs/" (recall.id) } { "under way" } }
                        }
                    }
                }
            }
        }
        section #recipients {
            h2 { "Recipients" }
            @if told.items.is_empty() {
                (parts::nothing("Nobody is to be told.", &html! { "This ledger knows of no connector that received this " (words.noun) "." }))
            } @else {
                (notifications::table("Recipients", &told.items, &connectors, ledger.now()))
                (more(told.has_next))
            }
        }
        @if recall.right == SubjectRight::Erasure {
            section #suppressions {
                h2 { "Ids that may not come back" }
                @if suppressed.items.is_empty() {
                    (parts::nothing("None.", &html! { "It had no id, or another erasure keeps the same ones from coming back." }))
                } @else {
                    (suppressions::table(&console, visitor, &suppressed.items).await?)
                    (more(suppressed.has_next))
                }
            }
        }
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Privacy,
        &heading,
        content,
    )
    .await
}

fn more(has_next: bool) -> Markup {
    html! { @if has_next { p.note { "These are the first " (SHOWN) ". The API lists all of them." } } }
}
