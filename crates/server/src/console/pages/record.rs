mod facts;

use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::id::RecordId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, Past};
use wellhead_core::time::Timestamp;

use facts::{Givers, facts};

use super::dossier::Dossier;
use super::{ends, parts, privacy};
use crate::console::chart::{self, Lanes};
use crate::console::frame::{self, Section};
use crate::console::kinds::{record_url, records_url};
use crate::console::naming::{self, Ends};
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, title};
use crate::console::{Console, Trouble};

/// How many links the chart and the table show.
const LINKS: usize = 200;

/// One page for each kind, at the kind's own path.
pub(super) fn routes() -> [Route; Kind::COUNT] {
    Kind::ALL.map(|kind| {
        let show = move |visitor, console, path, asked| show(kind, visitor, console, path, asked);
        Route::page(&format!("{}/{{id}}", records_url(kind)), show)
            .audited(Act::Read, About::Record(kind))
    })
}

/// What the page is about, and the page of links.
struct Shown(Dossier, Place);

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        Self(Dossier::read(query), query.place())
    }
}

async fn show(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Asked {
        view: Shown(dossier, place),
        query,
    }: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let id: RecordId = id.parse().map_err(|_| Trouble::NotFound)?;
    let of = kind.record(id);
    let held = ledger.record_held(visitor.tenant, of, Deleted::Include);
    let held = held.await?.ok_or(Trouble::NotFound)?;
    let record = &held.record;
    let into = match record.times.deleted_at {
        Some(_) => ledger.survivor(visitor.tenant, of).await?,
        None => None,
    };
    let provenance = ledger.provenance(visitor.tenant, of, dossier.past());
    let provenance = provenance.await?.ok_or(Trouble::NotFound)?;
    let request = place.page(LINKS, Interval::default());
    let page = dossier.links(&console, visitor, of, request).await?;
    let ends = Ends::of(&console, visitor, kind, &page.items).await?;
    let mut connectors = provenance.connectors.clone();
    connectors.extend(ends.connectors.clone());
    let lanes = Lanes::new(&provenance.lines, &connectors);
    let givers = Givers::of(&console, visitor, &held).await?;
    let name = naming::record(record);
    let words = &kind.declaration().words;
    let content = html! {
        p.trail { a href=(records_url(kind)) { (title(words.many)) } " / Record" }
        h1 { (words::said(&name)) @if record.times.deleted_at.is_some() { " " span.badge.off { "deleted" } } }
        @if let Some(into) = into {
            p { "It was merged into " a href=(record_url(kind.record(into))) { "another " (words.noun) } ", which has its links and ids now." }
        }
        (facts(&held, &givers))
        (privacy::of_record(&console, visitor, of, into.is_some()).await?)
        (dossier.produced(visitor, ledger.now()))
        (dossier.form(of, &query))
        (ends::unlinked(&provenance))
        @if page.items.is_empty() && dossier.past().is_some() {
            (parts::nothing("No links.", &html! { "No connector had sourced or received this " (words.noun) " then." }))
        } @else if page.items.is_empty() {
            (parts::nothing(&format!("No connector has sourced or received this {}.", words.noun), &html! { "Links appear with its first delivery." }))
        } @else {
            div.columns {
                section { h2 { "Sourced from" } (ends::side(&provenance, Direction::Input)) }
                section { h2 { "Routed to" } (ends::side(&provenance, Direction::Output)) }
            }
            section #timeline {
                h2 { "Timeline" }
                (chart::timeline(&page.items, &lanes, end(dossier.past(), ledger.now())))
            }
            section #links {
                h2 { "Links" }
                (parts::links(&page.items, &ends, "Links of this record"))
                (parts::pager(&record_url(of), &query, &request, &page))
                @if page.has_previous || page.has_next {
                    p.unprinted { "This print has one page of the links. The download has all of them." }
                }
            }
        }
    };
    frame::page(&console, visitor, &query, Section::Records, &name, content).await
}

/// Where the timeline ends, and its label there.
fn end(past: Option<Past>, now: Timestamp) -> (Timestamp, String) {
    match past.map(Past::end) {
        Some(end) if end < now => (end, words::day_and_month(end)),
        _ => (now, "now".to_owned()),
    }
}
