//! All recalls, the newest first.

use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::page::Interval;
use wellhead_core::privacy::{Recall, RecallFilter, SubjectRight};

use super::{Tab, recall};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::record_url;
use crate::console::pages::parts;
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, count, title};
use crate::console::{Console, Trouble};

pub(super) const PATH: &str = "/console/recalls";

/// Rows per page.
const MOST: usize = 50;

pub(super) fn route() -> Route {
    Route::page(PATH, show).unaudited(Unaudited::Impersonal)
}

/// Which recalls are shown.
struct Shown {
    right: Option<SubjectRight>,
    created: Interval,
    place: Place,
}

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        Self {
            right: query.get("right"),
            created: query.days(),
            place: query.place(),
        }
    }
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view: shown, query }: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let filter = RecallFilter {
        right: shown.right,
        record: None,
    };
    let request = shown.place.page(MOST, shown.created);
    let page = console.app.ledger.recalls(visitor.tenant, filter, request);
    let page = page.await?;
    let content = html! {
        h1 { "Recalls" }
        p.note {
            "Records that everyone who received them is to erase, correct or restrict. A record's page has the way to a new one."
        }
        (Tab::Recalls.bar(visitor))
        (form(shown.right, &query))
        @if page.items.is_empty() {
            (parts::nothing("No recalls.", &html! { "No record was recalled, or none that matches the filter." }))
        } @else {
            (table(&page.items))
        }
        (parts::pager(PATH, &query, &request, &page))
    };
    let section = Section::Privacy;
    frame::page(&console, visitor, &query, section, "Recalls", content).await
}

fn form(shown: Option<SubjectRight>, query: &Query) -> Markup {
    html! {
        form.filter action=(PATH) aria-label="Filter" {
            label { "Right"
                select name="right" {
                    option value="" { "any" }
                    @for right in SubjectRight::ALL {
                        option value=(right) selected[shown == Some(*right)] { (right) }
                    }
                }
            }
            label { "From (UTC)" input type="date" name="from" value=(query.shown("from")); }
            label { "To (UTC)" input type="date" name="to" value=(query.shown("to")); }
            div.row {
                button { "Filter" }
                a.button href=(PATH) { "Clear" }
            }
        }
    }
}

fn table(recalls: &[Recall]) -> Markup {
    let columns = [
        Column::new("Recorded"),
        Column::new("Right"),
        Column::new("Record"),
        Column::new("Reference"),
        Column::number("Recipients"),
        Column::number("Open"),
        Column::new("State"),
    ];
    let rows = recalls.iter().map(|it| {
        Row::new([
            html! { a href=(recall::url(it.id)) { (words::time(it.created_at)) } },
            html! { (title(it.right.as_str())) },
            html! {
                (it.record.kind.declaration().words.noun) " "
                a href=(record_url(it.record)) { code { (it.record.id) } }
            },
            table::cell(it.reference.as_ref().map(words::said)),
            html! { (count(it.notifications)) },
            html! { (count(it.open)) },
            recall::state(it),
        ])
    });
    Table::new("Recalls", columns, rows).render()
}
