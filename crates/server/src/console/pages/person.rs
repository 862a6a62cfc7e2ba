use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::RecordId;
use wellhead_core::page::Interval;
use wellhead_core::provenance::{Provenance, Trace};
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::{Deleted, Direction, LinkFilter};

use super::parts;
use crate::console::chart;
use crate::console::frame::{self, Place};
use crate::console::naming::{self, Ends};
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, counted};
use crate::console::{Console, Trouble};

/// Links in the picture and the table.
const LINKS: usize = 200;

pub(super) fn route() -> Route {
    Route::page("/console/people/{id}", show)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let id: RecordId = id.parse().map_err(|_| Trouble::NotFound)?;
    let of = Kind::People.record(id);
    let person = ledger.record(visitor.tenant, of, Deleted::Include).await?;
    let person = person.ok_or(Trouble::NotFound)?;
    let provenance = ledger.provenance(visitor.tenant, of, None);
    let provenance = provenance.await?.ok_or(Trouble::NotFound)?;
    let filter = LinkFilter {
        record: Some(id),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let request = asked.page(LINKS, Interval::default());
    let page = ledger.links(visitor.tenant, Kind::People, filter, request);
    let page = page.await?;
    let ends = Ends::of(&console, visitor, &page.items).await?;
    let name = naming::person(&person);
    let content = html! {
        p.trail { a href="/console/people" { "People" } " / Record" }
        h1 { (name) @if person.times.deleted_at.is_some() { " " span.badge.off { "deleted" } } }
        (facts(&person))
        @if page.items.is_empty() {
            (parts::nothing("No connector has sourced or received this person.", &html! { "Links appear with the first delivery." }))
        } @else {
            div.columns {
                section { h2 { "Sourced from" } (side(&provenance, Direction::Input)) }
                section { h2 { "Routed to" } (side(&provenance, Direction::Output)) }
            }
            section #timeline {
                h2 { "Timeline" }
                (chart::timeline(&page.items, &ends.connectors, ledger.now()))
            }
            section #links {
                h2 { "Links" }
                (parts::links(&page.items, &ends, "Links of this person"))
                (parts::pager(&format!("/console/people/{id}"), &asked, &request, &page))
            }
        }
    };
    frame::page(&console, visitor, Place::People, &name, content).await
}

fn facts(person: &Record) -> Markup {
    html! {
        p.note {
            @if let Some(id) = &person.external_id { "external id " code { (id) } " · " }
            code { (person.id) } " · known since " (words::time(person.times.created_at))
        }
    }
}

/// The connectors of one direction, the first one first.
fn side(provenance: &Provenance, direction: Direction) -> Markup {
    let traces: Vec<&Trace> = provenance
        .traces
        .iter()
        .filter(|trace| trace.direction == direction)
        .collect();
    html! {
        @if traces.is_empty() {
            p.note { @match direction { Direction::Input => "No connector on record.", Direction::Output => "Nowhere so far." } }
        } @else {
            ul.ends {
                @for trace in traces {
                    li.gone[trace.active == 0] {
                        (parts::connector(&provenance.connectors[&trace.workspace_connector]))
                        @if trace.active == 0 { " " span.badge.off { "no longer" } }
                        span.note {
                            (words::time(trace.first))
                            @if trace.first != trace.last { " to " (words::time(trace.last)) }
                            " · " (counted(trace.links, "link", "links"))
                            @if trace.active > 0 && trace.active < trace.links { ", " (trace.active) " active" }
                        }
                    }
                }
            }
        }
    }
}
