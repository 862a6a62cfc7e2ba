use axum::extract::State;
use maud::{Markup, html};
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::provenance::NamedConnectors;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, LinkFilter, WorkspaceConnectorFilter};

use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::Kinds;
use crate::console::naming::{self, Ends};
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::{Console, Trouble};

pub(super) const PATH: &str = "/console/links";
/// Links per page.
const SIZE: usize = 50;
/// The most connectors that the filter offers.
const CONNECTORS: usize = 500;

pub(super) fn route() -> Route {
    Route::page(PATH, show).unaudited(Unaudited::PlainRead)
}

/// Which links are shown.
pub(super) struct Shown {
    pub(super) kind: Option<Kind>,
    pub(super) filter: LinkFilter,
    pub(super) created: Interval,
}

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        Self {
            kind: query.kind(),
            filter: LinkFilter {
                record: query.get("id"),
                workspace_connector: query.get("connector"),
                direction: query.get("way"),
                deleted: query.parsed("deleted", deleted).unwrap_or_default(),
            },
            created: query.days(),
        }
    }
}

fn deleted(text: &str) -> Result<Deleted, String> {
    match text {
        "include" => Ok(Deleted::Include),
        "only" => Ok(Deleted::Only),
        _ => Err("not a state; use include or only".to_owned()),
    }
}

/// One page of them.
struct Turned(Shown, Place);

impl View for Turned {
    fn read(query: &mut Query) -> Self {
        Self(Shown::read(query), query.place())
    }
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Asked {
        view: Turned(shown, place),
        query,
    }: Asked<Turned>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let kinds = Kinds::of(&console, visitor, shown.kind).await?;
    let kind = kinds.here;
    let filter = shown.filter;
    let request = place.page(SIZE, shown.created);
    let page = ledger.links(visitor.tenant, kind, filter, request).await?;
    let ends = Ends::of(&console, visitor, kind, &page.items).await?;
    let all = format!("{PATH}?record={kind}");
    let connectors = connectors(&console, visitor).await?;
    let csv = format!(
        "{PATH}.csv?{}",
        query.with(&[("record", kind.as_str())], None)
    );
    let content = html! {
        h1 { "Links" }
        // Keep the filter, except for the record: its id belongs to one kind.
        (kinds.tabs(|kind| format!("{PATH}?{}", query.with(&[("record", kind.as_str()), ("id", "")], None))))
        (form(kind, &query, &filter, &connectors))
        @if page.items.is_empty() {
            (parts::nothing("No links.", &html! {
                "No link matches the filter. " a href=(all) { "Show all active links" } "."
            }))
        } @else {
            (parts::links(&page.items, &ends, "Links"))
            div.foot {
                (parts::pager(PATH, &query, &request, &page))
                // It would have more than somebody asked for.
                @if query.is_clear() { a.button href=(csv) download { "Download as CSV" } }
            }
        }
    };
    frame::page(&console, visitor, &query, Section::Links, "Links", content).await
}

async fn connectors(console: &Console, visitor: Visitor) -> Result<NamedConnectors, Trouble> {
    let request = PageRequest {
        size: CONNECTORS,
        order: Order::OldestFirst,
        created: Interval::default(),
        after: None,
        before: None,
    };
    let filter = WorkspaceConnectorFilter {
        deleted: Deleted::Include,
        ..WorkspaceConnectorFilter::default()
    };
    let ledger = &console.app.ledger;
    let page = ledger
        .workspace_connectors(visitor.tenant, filter, request)
        .await?;
    let ids = page.items.iter().map(|it| it.id);
    Ok(ledger.named(visitor.tenant, ids.collect()).await?)
}

fn form(kind: Kind, query: &Query, filter: &LinkFilter, connectors: &NamedConnectors) -> Markup {
    let ways = [
        (None, "Both"),
        (Some(Direction::Input), "In"),
        (Some(Direction::Output), "Out"),
    ];
    let states = [
        (Deleted::Exclude, "", "Active"),
        (Deleted::Include, "include", "Active and deleted"),
        (Deleted::Only, "only", "Deleted"),
    ];
    let mut by_name: Vec<_> = connectors.values().collect();
    by_name.sort_by_cached_key(|named| naming::order(named));
    html! {
        form.filter action=(PATH) aria-label="Filter" {
            label { "Connector"
                select name="connector" {
                    option value="" { "All" }
                    @for named in by_name {
                        @let id = named.workspace_connector.id;
                        option value=(id) selected[filter.workspace_connector == Some(id)] { (named.connector.name) }
                    }
                }
            }
            label { "Direction"
                select name="way" {
                    @for (way, words) in ways {
                        option value=(way.map_or("", Direction::as_str)) selected[filter.direction == way] { (words) }
                    }
                }
            }
            label { "State"
                select name="deleted" {
                    @for (state, value, words) in states {
                        option value=(value) selected[filter.deleted == state] { (words) }
                    }
                }
            }
            label { "From (UTC)" input type="date" name="from" value=(query.shown("from")); }
            label { "To (UTC)" input type="date" name="to" value=(query.shown("to")); }
            input type="hidden" name="record" value=(kind);
            @if let Some(id) = filter.record { input type="hidden" name="id" value=(id); }
            div.row {
                button { "Filter" }
                a.button href={ (PATH) "?record=" (kind) } { "Clear" }
            }
        }
    }
}
