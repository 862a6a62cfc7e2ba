use axum::extract::State;
use maud::{Markup, html};
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, Record, RecordFilter};
use wellhead_core::resource::ExternalId;

use super::parts;
use crate::console::frame::{self, Place};
use crate::console::naming;
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, count};
use crate::console::{Console, Trouble};

const PATH: &str = "/console/people";
/// People on a page, and the most that a search finds.
const MOST: usize = 50;

pub(super) fn route() -> Route {
    Route::page(PATH, show)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    asked: Asked,
) -> Result<Markup, Trouble> {
    let text = asked.text("search");
    let content = html! {
        h1 { "People" }
        form.search role="search" action=(PATH) {
            label for="search" { "Find a person" }
            div.row {
                input #search name="search" type="search" value=(text) maxlength=(ExternalId::MAX_CHARS)
                    placeholder="Beginning of a name, or an external id" autocomplete="off"
                    hx-get=(PATH) hx-trigger="input changed delay:250ms, search" hx-target="#found" hx-select="#found"
                    hx-swap="outerHTML" hx-replace-url="true";
                button { "Find" }
            }
        }
        section #found aria-live="polite" {
            @if text.is_empty() { (newest(&console, visitor, &asked).await?) }
            @else { (found(&console, visitor, text).await?) }
        }
    };
    frame::page(&console, visitor, Place::People, "People", content).await
}

async fn newest(console: &Console, visitor: Visitor, asked: &Asked) -> Result<Markup, Trouble> {
    let request = asked.page(MOST, Interval::default());
    let filter = RecordFilter::default();
    let page = console
        .app
        .ledger
        .records(visitor.tenant, Kind::People, &filter, request)
        .await?;
    Ok(html! {
        h2 { "Newest people" }
        @if page.items.is_empty() {
            (parts::nothing("Nobody is here yet.", &html! { "People appear when a connector brings the first ones." }))
        } @else {
            (table(&page.items))
            (parts::pager(PATH, asked, &request, &page))
        }
    })
}

async fn found(console: &Console, visitor: Visitor, text: &str) -> Result<Markup, Trouble> {
    let found = console
        .app
        .ledger
        .records_search(visitor.tenant, Kind::People, text, MOST)
        .await?;
    Ok(html! {
        @if found.is_empty() {
            h2 { "Nobody found" }
            (parts::nothing("No name begins so, and no external id is so.", &html! {
                "Names are compared from their beginning, in any case; external ids as a whole."
            }))
        } @else {
            h2 { @if found.len() == MOST { "The first " } (count(found.len() as u64)) " found" }
            (table(&found))
        }
    })
}

fn table(people: &[Record]) -> Markup {
    parts::scroll(
        "People",
        &html! {
            table {
                thead { tr {
                    th scope="col" { "Name" }
                    th scope="col" { "External id" }
                    th scope="col" { "Known since (UTC)" }
                } }
                tbody {
                    @for person in people {
                        tr {
                            th scope="row" { a href={ "/console/people/" (person.id) } { (naming::person(person)) } }
                            td { @if let Some(id) = &person.external_id { code { (id) } } }
                            td { (words::time(person.times.created_at)) }
                        }
                    }
                }
            }
        },
    )
}
