use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::page::Interval;
use wellhead_core::provenance::NamedConnector;
use wellhead_core::record::{Kind, OnlySource};
use wellhead_core::resource::Deleted;

use super::{parts, records};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::Kinds;
use crate::console::naming::{self, connector_url};
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, title};
use crate::console::{Console, Trouble};

/// Records per page.
const MOST: usize = 50;
/// What counts as a source: the name in the URL and the words for it.
const LINKS: [(&str, &str); 2] = [("", "By active links"), ("ever", "By deleted ones, too")];

pub(super) fn route() -> Route {
    Route::page("/console/connectors/{id}/only-source", show).unaudited(Unaudited::PlainRead)
}

/// The URL of the page about one kind of record.
pub(super) fn url(named: &NamedConnector, kind: Kind) -> String {
    format!("{}?record={kind}", path(named))
}

fn path(named: &NamedConnector) -> String {
    format!("{}/only-source", connector_url(named))
}

/// Which records are shown.
struct Shown {
    kind: Option<Kind>,
    ever: bool,
    place: Place,
}

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        let ever = query.parsed("links", |text| match text {
            "ever" => Ok(true),
            _ => Err("not a choice of links; use ever".to_owned()),
        });
        Self {
            kind: query.kind(),
            ever: ever.unwrap_or_default(),
            place: query.place(),
        }
    }
}

/// The records that one connector alone sourced.
async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Asked { view, query }: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let named = naming::connector(&console, visitor, &id).await?;
    let kinds = Kinds::of(&console, visitor, view.kind).await?;
    let kind = kinds.here;
    let source = OnlySource {
        connector: named.workspace_connector.id,
        ever: view.ever,
        deleted: Deleted::Exclude,
    };
    let request = view.place.page(MOST, Interval::default());
    let ledger = &console.app.ledger;
    let page = ledger.records_only_from(visitor.tenant, kind, source, request);
    let page = page.await?;
    let (name, path) = (named.connector.name.as_str(), path(&named));
    let many = kind.declaration().words.many;
    let heading = format!("{} that only {name} sourced", title(many));
    let content = html! {
        p.trail { a href=(frame::HOME) { "Overview" } " / " (parts::connector(&named)) " / Only source" }
        h1 { (title(many)) " that only " (words::said(name)) " sourced" }
        p.note { "They came in from " (words::said(name)) " and from no other connector, whoever received them. The one that came in last is first." }
        (kinds.tabs(|kind| format!("{path}?{}", query.with(&[("record", kind.as_str())], None))))
        nav.choices aria-label="Links that count" {
            @for (value, words) in LINKS {
                a href={ (path) "?" (query.with(&[("record", kind.as_str()), ("links", value)], None)) }
                    aria-current=[((value == "ever") == view.ever).then_some("true")] { (words) }
            }
        }
        @if !page.items.is_empty() {
            (records::table(kind, page.items.iter().map(|it| &it.record)))
        } @else if page.upto.is_none() {
            (parts::nothing(&format!("No {many}."), &html! { "All that came from " (words::said(name)) " came from other connectors as well, or nothing did." }))
        }
        (parts::ended_early(&page))
        (parts::pager(&path, &query, &request, &page))
    };
    frame::page(
        &console,
        visitor,
        &query,
        Section::Overview,
        &heading,
        content,
    )
    .await
}
