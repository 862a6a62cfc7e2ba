//! The ids of erased records, which may not come back.

use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::page::Interval;
use wellhead_core::privacy::{Suppression, SuppressionFilter};
use wellhead_core::store::StoreError;

use super::{Tab, recall, suppressed};
use crate::catalogue::audited::Unaudited;
use crate::console::causes::Causes;
use crate::console::frame::{self, Section};
use crate::console::pages::parts;
use crate::console::query::{Asked, Place};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words;
use crate::console::{Console, Trouble};

pub(super) const PATH: &str = "/console/suppressions";

/// Rows per page.
const MOST: usize = 50;

pub(super) fn route() -> Route {
    Route::page(PATH, show).unaudited(Unaudited::Impersonal)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view: place, query }: Asked<Place>,
) -> Result<Markup, Trouble> {
    let request = place.page(MOST, Interval::default());
    let all = SuppressionFilter::default();
    let page = console
        .app
        .ledger
        .suppressions(visitor.tenant, all, request);
    let page = page.await?;
    let content = html! {
        h1 { "Suppressions" }
        p.note {
            "The ids of erased records. The ledger keeps no id, only a mark that it makes of one with a secret key: it can tell \
             whether a delivery names such an id, and nothing else."
        }
        (Tab::Suppressions.bar(visitor))
        @if page.items.is_empty() {
            (parts::nothing("No suppressions.", &html! { "They come with erasures." }))
        } @else {
            (table(&console, visitor, &page.items).await?)
        }
        (parts::pager(PATH, &query, &request, &page))
    };
    let section = Section::Privacy;
    frame::page(&console, visitor, &query, section, "Suppressions", content).await
}

/// Suppressions, one per row, which leads to its page.
pub(super) async fn table(
    console: &Console,
    visitor: Visitor,
    suppressions: &[Suppression],
) -> Result<Markup, StoreError> {
    let connectors = suppressions.iter().filter_map(|it| it.workspace_connector);
    let ledger = &console.app.ledger;
    let connectors = ledger.named(visitor.tenant, connectors.collect()).await?;
    let lifted = suppressions.iter().filter_map(|it| it.lifted);
    let causes = Causes::of(console, visitor, lifted).await?;
    let columns = ["Since", "Id of", "Given by", "Erasure", "State"].map(Column::new);
    let rows = suppressions.iter().map(|it| {
        Row::new([
            html! { a href={ (PATH) "/" (it.id) } { (words::time(it.created_at)) } },
            html! { (it.kind.declaration().words.one) },
            it.workspace_connector.map_or_else(
                || html! { "the workspace" },
                |id| table::cell(connectors.get(&id).map(parts::connector)),
            ),
            html! { a href=(recall::url(it.erasure)) { code { (it.erasure) } } },
            html! {
                (suppressed(it))
                @if let Some(at) = it.lifted_at { " " (words::time(at)) (causes.by(it.lifted)) }
                @if let Some(reason) = &it.lift_reason { p.note { (words::said(reason)) } }
            },
        ])
        .gone(it.lifted_at.is_some())
    });
    Ok(Table::new("Suppressions", columns, rows).render())
}
