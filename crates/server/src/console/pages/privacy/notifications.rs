//! The work-list: which recipients are still to be told of a recall, those that are due first.

use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::privacy::{Notification, NotificationFilter, NotificationStatus};
use wellhead_core::provenance::NamedConnectors;
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;

use super::{Tab, is_late, told};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::record_url;
use crate::console::pages::parts;
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, plain};
use crate::console::{Console, Trouble};

pub(super) const PATH: &str = "/console/notifications";

/// Rows per page.
const MOST: usize = 50;
/// Rows of those that have not answered, below.
const UNANSWERED: usize = 20;
/// What stands for all of them in place of a status.
const ALL: &str = "all";

pub(super) fn route() -> Route {
    Route::page(PATH, show).unaudited(Unaudited::Impersonal)
}

/// Which rows are shown.
struct Shown {
    /// `None` for all of them.
    status: Option<NotificationStatus>,
    place: Place,
}

impl View for Shown {
    /// Without a status those that nobody has been told of: they are the work.
    fn read(query: &mut Query) -> Self {
        let status = query.parsed("status", |text| match text {
            ALL => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|error| format!("{error}, or all")),
        });
        Self {
            status: status.unwrap_or(Some(NotificationStatus::Pending)),
            place: query.place(),
        }
    }
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view: shown, query }: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let filter = NotificationFilter {
        status: shown.status,
        recall: None,
    };
    let request = PageRequest {
        order: Order::OldestFirst,
        ..shown.place.page(MOST, Interval::default())
    };
    let page = ledger.notifications(visitor.tenant, filter, request);
    let page = page.await?;
    let named = connectors(&console, visitor, &page.items).await?;
    let unanswered = if shown.status == Some(NotificationStatus::Pending) {
        unanswered(&console, visitor).await?
    } else {
        html! {}
    };
    let content = html! {
        h1 { "To be told" }
        p.note {
            "Everyone who received a record that was erased, corrected or restricted has to be told (GDPR Art. 19). What is due \
             first is first. A webhook tells of each new recall."
        }
        (Tab::WorkList.bar(visitor))
        (form(shown.status))
        @if page.items.is_empty() {
            (parts::nothing("Nobody.", &html! { "No recipient has this status." }))
        } @else {
            (table("Notifications", &page.items, &named, ledger.now()))
        }
        (parts::turns(PATH, &query, &request, &page, ["← Due before", "Due later →"]))
        (unanswered)
    };
    let section = Section::Privacy;
    frame::page(&console, visitor, &query, section, "To be told", content).await
}

/// Those that were told and have not answered, of which the first are shown: they are work, too.
async fn unanswered(console: &Console, visitor: Visitor) -> Result<Markup, StoreError> {
    let filter = NotificationFilter {
        status: Some(NotificationStatus::Notified),
        recall: None,
    };
    let first = PageRequest {
        order: Order::OldestFirst,
        ..Place::default().page(UNANSWERED, Interval::default())
    };
    let ledger = &console.app.ledger;
    let page = ledger.notifications(visitor.tenant, filter, first).await?;
    let named = connectors(console, visitor, &page.items).await?;
    Ok(html! {
        @if !page.items.is_empty() {
            section #unanswered {
                h2 { "Told, and not yet answered" }
                (table("Told, and not yet answered", &page.items, &named, ledger.now()))
                @if page.has_next { p { a href={ (PATH) "?status=" (NotificationStatus::Notified) } { "All of them" } } }
            }
        }
    })
}

/// The recipients.
pub(super) async fn connectors(
    console: &Console,
    visitor: Visitor,
    notifications: &[Notification],
) -> Result<NamedConnectors, StoreError> {
    let recipients = notifications.iter().map(|it| it.workspace_connector);
    let ledger = &console.app.ledger;
    ledger.named(visitor.tenant, recipients.collect()).await
}

fn form(shown: Option<NotificationStatus>) -> Markup {
    html! {
        form.filter action=(PATH) aria-label="Filter" {
            label { "Status"
                select name="status" {
                    @for status in NotificationStatus::ALL {
                        option value=(status) selected[shown == Some(*status)] { (plain(status.as_str())) }
                    }
                    option value=(ALL) selected[shown.is_none()] { "any" }
                }
            }
            div.row { button { "Show" } }
        }
    }
}

/// Notifications, one per row, which leads to its page.
pub(super) fn table(
    label: &str,
    notifications: &[Notification],
    connectors: &NamedConnectors,
    now: Timestamp,
) -> Markup {
    let columns = ["Due", "Recipient", "Is to", "Record", "Status", "Evidence"].map(Column::new);
    let rows = notifications.iter().map(|it| {
        Row::new([
            html! {
                a href={ (PATH) "/" (it.id) } { (words::time(it.due_at)) }
                @if is_late(it.status, it.due_at, now) { " " (parts::badge("bad", "overdue")) }
            },
            table::cell(
                connectors
                    .get(&it.workspace_connector)
                    .map(parts::connector),
            ),
            html! { (super::recall::task(it.right)) },
            html! {
                (it.record.kind.declaration().words.noun) " "
                a href=(record_url(it.record)) { code { (it.record.id) } }
            },
            html! {
                (told(it.status))
                @if let Some(reason) = &it.reason { p.note { (words::said(reason)) } }
            },
            table::cell(it.evidence.as_ref().map(words::said)),
        ])
        .gone(!it.status.is_open())
    });
    Table::new(label, columns, rows).render()
}
