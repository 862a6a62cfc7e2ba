//! The ids of erased records, which may not come back.

use axum::extract::State;
use maud::{Markup, html};
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
    let table = html! {
        table {
            thead { tr {
                th scope="col" { "Since (UTC)" }
                th scope="col" { "Id of" }
                th scope="col" { "Given by" }
                th scope="col" { "Erasure" }
                th scope="col" { "State" }
            } }
            tbody {
                @for it in suppressions {
                    tr.gone[it.lifted_at.is_some()] {
                        td { a href={ (PATH) "/" (it.id) } { (words::time(it.created_at)) } }
                        td { (it.kind.declaration().words.one) }
                        td {
                            @match it.workspace_connector {
                                Some(id) => { @if let Some(named) = connectors.get(&id) { (parts::connector(named)) } }
                                None => { "the workspace" }
                            }
                        }
                        td { a href=(recall::url(it.erasure)) { code { (it.erasure) } } }
                        td {
                            (suppressed(it))
                            @if let Some(at) = it.lifted_at { " " (words::time(at)) (causes.by(it.lifted)) }
                            @if let Some(reason) = &it.lift_reason { p.note { (reason) } }
                        }
                    }
                }
            }
        }
    };
    Ok(parts::scroll("Suppressions", &table))
}
