use axum::extract::State;
use maud::{Markup, html};
use wellhead_core::id::RecordId;
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::provenance::NamedConnectors;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, LinkFilter, WorkspaceConnectorFilter};
use wellhead_core::time::Timestamp;

use super::parts;
use crate::console::frame::{self, Section};
use crate::console::kinds::Kinds;
use crate::console::naming::Ends;
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::DAY;
use crate::console::{Console, Trouble};

pub(super) const PATH: &str = "/console/links";
/// Links per page.
const SIZE: usize = 50;
/// The most connectors that the filter offers.
const CONNECTORS: usize = 500;

pub(super) fn route() -> Route {
    Route::page(PATH, show)
}

/// The filter that a URL asks for, and the time range.
pub(super) fn filter(asked: &Asked) -> (LinkFilter, Interval) {
    let filter = LinkFilter {
        record: asked.get::<RecordId>("id"),
        workspace_connector: asked.get("connector"),
        direction: asked.get("way"),
        deleted: match asked.text("deleted") {
            "include" => Deleted::Include,
            "only" => Deleted::Only,
            _ => Deleted::Exclude,
        },
    };
    let day = |name| -> Option<Timestamp> {
        let date = asked.text(name);
        format!("{date}T00:00:00Z").parse().ok()
    };
    let since = day("from").map(Interval::since).unwrap_or_default();
    let until = day("to").map(|last| Interval::until(last.plus_micros(DAY)));
    (filter, since.and(until.unwrap_or_default()))
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    asked: Asked,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let kinds = Kinds::of(&console, visitor, asked.kind()).await?;
    let kind = kinds.here;
    let (filter, created) = filter(&asked);
    let request = asked.page(SIZE, created);
    let page = ledger.links(visitor.tenant, kind, filter, request).await?;
    let ends = Ends::of(&console, visitor, kind, &page.items).await?;
    let all = format!("{PATH}?record={kind}");
    let connectors = connectors(&console, visitor).await?;
    let csv = format!(
        "{PATH}.csv?{}",
        asked.with(&[("record", kind.as_str())], None)
    );
    let content = html! {
        h1 { "Links" }
        // Keep the filter, except for the record: its id belongs to one kind.
        (kinds.tabs(|kind| format!("{PATH}?{}", asked.with(&[("record", kind.as_str()), ("id", "")], None))))
        (form(kind, &asked, &filter, &connectors))
        @if page.items.is_empty() {
            (parts::nothing("No links.", &html! {
                "No link matches the filter. " a href=(all) { "Show all active links" } "."
            }))
        } @else {
            (parts::links(&page.items, &ends, "Links"))
            div.foot {
                (parts::pager(PATH, &asked, &request, &page))
                a.button href=(csv) download { "Download as CSV" }
            }
        }
    };
    frame::page(&console, visitor, Section::Links, "Links", content).await
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

fn form(kind: Kind, asked: &Asked, filter: &LinkFilter, connectors: &NamedConnectors) -> Markup {
    let ways = [
        (None, "Both ways"),
        (Some(Direction::Input), "In"),
        (Some(Direction::Output), "Out"),
    ];
    let states = [
        (Deleted::Exclude, "", "Active"),
        (Deleted::Include, "include", "Active and deleted"),
        (Deleted::Only, "only", "Deleted"),
    ];
    html! {
        form.filter action=(PATH) aria-label="Filter" {
            label { "Connector"
                select name="connector" {
                    option value="" { "All" }
                    @for (id, named) in connectors {
                        option value=(id) selected[filter.workspace_connector == Some(*id)] { (named.connector.name) }
                    }
                }
            }
            label { "Way"
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
            label { "From" input type="date" name="from" value=(asked.text("from")); }
            label { "To" input type="date" name="to" value=(asked.text("to")); }
            input type="hidden" name="record" value=(kind);
            @if !asked.text("id").is_empty() { input type="hidden" name="id" value=(asked.text("id")); }
            div.row {
                button { "Filter" }
                a.button href={ (PATH) "?record=" (kind) } { "Clear" }
            }
        }
    }
}
