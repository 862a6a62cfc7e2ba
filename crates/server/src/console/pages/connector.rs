use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::provenance::NamedConnector;
use wellhead_core::record::Kind;
use wellhead_core::resource::{
    Bucket, Deleted, Link, LinkFilter, RunFilter, Status, WorkspaceConnector,
};
use wellhead_core::store::ActiveLinks;
use wellhead_core::sync::SyncStatus;
use wellhead_core::tenant::Role;

use super::{activity, only_source, parts};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::Kinds;
use crate::console::naming::{self, Ends, connector_url};
use crate::console::query::{Asked, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, count, title};
use crate::console::{Console, Trouble};

/// Runs per page.
const RUNS: usize = 15;
/// How many of the newest links are shown.
const LINKS: usize = 10;

pub(super) fn route() -> Route {
    Route::page("/console/connectors/{id}", show).unaudited(Unaudited::Impersonal)
}

/// The page of runs, and what the chart and the newest links are about.
struct Parts {
    kind: Option<Kind>,
    bucket: Bucket,
    runs: Place,
}

impl View for Parts {
    fn read(query: &mut Query) -> Self {
        Self {
            kind: query.kind(),
            bucket: activity::bucket(query),
            runs: query.place(),
        }
    }
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Asked { view, query }: Asked<Parts>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let named = naming::connector(&console, visitor, &id).await?;
    let id = named.workspace_connector.id;
    let line = ledger.connections(visitor.tenant, id).await?;
    let status = ledger.sync_status(visitor.tenant, id).await?;
    let filter = RunFilter {
        workspace_connector: Some(id),
        ..RunFilter::default()
    };
    let request = view.runs.page(RUNS, Interval::default());
    let runs = ledger.runs(visitor.tenant, filter, request).await?;
    let kind = view.kind.unwrap_or_else(|| first_kind(&status));
    let newest = newest(&console, visitor, kind, id).await?;
    let ends = Ends::of(&console, visitor, kind, &newest).await?;
    let kinds = Kinds::of(&console, visitor, Some(kind)).await?;
    let url = connector_url(&named);
    let name = named.connector.name.as_str();
    let content = html! {
        (head(&named, &line, visitor.role))
        (tiles(&console, &status))
        section #runs {
            h2 { "Runs" }
            @if runs.items.is_empty() {
                (parts::nothing("No run yet.", &html! { "A run is one sync of the connector: " code { "wellhead import" } " makes one." }))
            } @else {
                (parts::runs(&runs.items, ledger.now()))
                (parts::pager(&url, &query, &request, &runs))
            }
        }
        section #kind {
            (kinds.tabs(|kind| format!("{url}?{}#kind", query.with(&[("record", kind.as_str())], None))))
        }
        section #activity {
            h2 { "Activity" }
            (activity::choices(&url, kind, view.bucket, &query))
            (parts::later(&activity::connector_url(id, kind, view.bucket), "Counting links…"))
        }
        section #links {
            h2 { "Newest links" }
            @if newest.is_empty() {
                (parts::nothing("No link yet.", &html! { "Links appear when " (kind.declaration().words.many) " come from this connector or go to it." }))
            } @else {
                (parts::links(&newest, &ends, "Newest links"))
                p { a href={ "/console/links?record=" (kind) "&connector=" (id) } { "All links of " (words::said(name)) } }
                p { a href=(only_source::url(&named, kind)) { (title(kind.declaration().words.many)) " that only " (words::said(name)) " sourced" } }
            }
        }
    };
    frame::page(&console, visitor, &query, Section::Overview, name, content).await
}

fn head(named: &NamedConnector, line: &[WorkspaceConnector], role: Role) -> Markup {
    let activation = &named.workspace_connector;
    let url = connector_url(named);
    html! {
        p.trail { a href=(frame::HOME) { "Overview" } " / Connector" }
        div.head {
            h1 { (words::said(&named.connector.name)) " " (parts::status(activation.status)) }
            @if role == Role::Admin && activation.status != Status::Disabled && activation.times.deleted_at.is_none() {
                a.button.danger href={ (url) "/disconnect" } { "Disconnect…" }
            }
        }
        p.note {
            code { (named.connector.slug) } " · active since " (words::time(activation.times.created_at))
            @if let Some(at) = activation.times.deleted_at { " · removed " (words::time(at)) }
        }
        @if line.len() > 1 {
            p.note {
                "One of " (line.len()) " connections, each of which continues the one before: "
                @for (place, it) in line.iter().enumerate() {
                    @if place > 0 { ", " }
                    @if it.id == activation.id { "this one" } @else {
                        a href={ "/console/connectors/" (it.id) } { (words::time(it.times.created_at)) }
                    }
                }
            }
        }
    }
}

fn tiles(console: &Console, status: &SyncStatus) -> Markup {
    let now = console.app.ledger.now();
    html! {
        dl.tiles {
            (parts::tile("Active links in", &html! { (count(status.active_input())) }, &of_kinds(status, |it| it.input)))
            (parts::tile("Active links out", &html! { (count(status.active_output())) }, &of_kinds(status, |it| it.output)))
            @match status.last_run() {
                None => (parts::tile("Last run", &html! { "never" }, &html! {})),
                Some(run) => (parts::tile("Last run", &html! { (words::since(run.started_at, now)) }, &parts::run_status(run.status))),
            }
        }
    }
}

/// The first kind that the connector has links of.
fn first_kind(status: &SyncStatus) -> Kind {
    let busy = |active: &&ActiveLinks| active.input + active.output > 0;
    let first = status.active.iter().find(busy).map(|active| active.kind);
    first.unwrap_or_default()
}

/// The kinds of the links that `of` counts.
fn of_kinds(status: &SyncStatus, of: fn(&ActiveLinks) -> u64) -> Markup {
    let counts = status.active.iter().map(|active| (active.kind, of(active)));
    let counts: Vec<_> = counts.filter(|(_, links)| *links > 0).collect();
    html! {
        @for (place, (kind, links)) in counts.iter().enumerate() {
            @if place > 0 { " · " }
            (count(*links)) " of " (kind.declaration().words.many)
        }
    }
}

async fn newest(
    console: &Console,
    visitor: Visitor,
    kind: Kind,
    id: WorkspaceConnectorId,
) -> Result<Vec<Link>, Trouble> {
    let filter = LinkFilter {
        workspace_connector: Some(id),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let request = Place::default().page(LINKS, Interval::default());
    let ledger = &console.app.ledger;
    let page = ledger.links(visitor.tenant, kind, filter, request);
    Ok(page.await?.items)
}
