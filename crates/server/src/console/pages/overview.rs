use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::provenance::NamedConnector;
use wellhead_core::record::Kind;
use wellhead_core::resource::{
    Bucket, Deleted, RunStatus, Status, SyncRun, WorkspaceConnectorFilter,
};
use wellhead_core::sync::SyncStatus;
use wellhead_core::time::Timestamp;

use super::{activity, flows, parts, quotas, records, under_way};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::Kinds;
use crate::console::naming;
use crate::console::query::{Asked, Exactly, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, count, counted};
use crate::console::{Console, Trouble};

/// How many connectors are shown; a workspace has a few dozen.
const MOST: usize = 200;

pub(super) fn route() -> Route {
    Route::page(frame::HOME, show).unaudited(Unaudited::Impersonal)
}

/// What the charts show.
struct Charts {
    kind: Option<Kind>,
    range: flows::Range,
    bucket: Bucket,
}

impl View for Charts {
    fn read(query: &mut Query) -> Self {
        Self {
            kind: query.kind(),
            range: flows::Range::read(query),
            bucket: activity::bucket(query),
        }
    }
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view, query }: Asked<Charts>,
) -> Result<Markup, Trouble> {
    let workspace = frame::workspace(&console, visitor).await?;
    let connectors = connectors(&console, visitor).await?;
    let in_trouble = connectors.iter().filter(|it| is_in_trouble(it)).count();
    let kinds = Kinds::of(&console, visitor, view.kind).await?;
    let kind = kinds.here;
    let content = html! {
        h1 { "Overview" }
        @if connectors.is_empty() {
            (parts::nothing("No connector is active in this workspace yet.", &html! {
                "A connector is activated when its first records arrive: try "
                code { (records::import(kind, visitor)) }
                ", or activate one through the API. The charts appear with the first links."
            }))
        } @else {
            (tiles(&connectors))
        }
        (quotas::tiles(&console, visitor, workspace.limits.quotas).await?)
        (under_way::show(visitor, State(console.clone()), Exactly(())).await?)
        @if !connectors.is_empty() {
            section #connectors {
                h2 { "Connectors" }
                p.note {
                    @if in_trouble > 0 {
                        (counted(in_trouble as u64, "connector in trouble is", "connectors in trouble are")) " first: in error, to be reconnected or \
                         suspended, or with a failed last run. The others follow by name."
                    } @else { "By name; those in trouble would be first." }
                    @if connectors.len() == MOST { " The oldest " (MOST) " are shown." }
                }
                (table(&console, &connectors))
            }
            section #kind {
                (kinds.tabs(|kind| format!("{}?{}#kind", frame::HOME, query.with(&[("record", kind.as_str())], None))))
            }
            section #flows {
                h2 { "From where, to where" }
                (flows::choices(kind, view.range, &query))
                (parts::later(&flows::url(kind, view.range), &format!("Counting {}…", kind.declaration().words.many)))
            }
            section #activity {
                h2 { "Links over time" }
                (activity::choices(frame::HOME, kind, view.bucket, &query))
                (parts::later(&activity::workspace_url(kind, view.bucket), "Counting links…"))
            }
        }
    };
    Ok(frame::page_of(
        &workspace,
        visitor,
        &query,
        Section::Overview,
        "Overview",
        &content,
    ))
}

/// The workspace's connectors with their status: those in trouble first, and then by name.
async fn connectors(
    console: &Console,
    visitor: Visitor,
) -> Result<Vec<(NamedConnector, SyncStatus)>, Trouble> {
    let ledger = &console.app.ledger;
    let tenant = visitor.tenant;
    let request = PageRequest {
        size: MOST,
        order: Order::OldestFirst,
        created: Interval::default(),
        after: None,
        before: None,
    };
    let filter = WorkspaceConnectorFilter {
        deleted: Deleted::Exclude,
        ..WorkspaceConnectorFilter::default()
    };
    let page = ledger.workspace_connectors(tenant, filter, request).await?;
    let ids: Vec<_> = page.items.iter().map(|it| it.id).collect();
    let statuses = ledger.sync_statuses(tenant, &ids).await?;
    let mut named = ledger.named(tenant, ids.iter().copied().collect()).await?;
    let all = ids.iter().zip(statuses);
    let all = all.filter_map(|(id, status)| named.remove(id).map(|named| (named, status)));
    let mut all: Vec<_> = all.collect();
    all.sort_by_cached_key(|it| (!is_in_trouble(it), naming::order(&it.0)));
    Ok(all)
}

fn tiles(connectors: &[(NamedConnector, SyncStatus)]) -> Markup {
    let sum = |of: fn(&SyncStatus) -> u64| connectors.iter().map(|(_, it)| of(it)).sum::<u64>();
    let used = |of: fn(&SyncStatus) -> u64, one, many| {
        let used = connectors.iter().filter(|(_, it)| of(it) > 0).count();
        html! { (counted(used as u64, one, many)) }
    };
    html! {
        dl.tiles {
            (parts::tile("Active links in", &html! { (count(sum(SyncStatus::active_input))) },
                &used(SyncStatus::active_input, "source", "sources")))
            (parts::tile("Active links out", &html! { (count(sum(SyncStatus::active_output))) },
                &used(SyncStatus::active_output, "destination", "destinations")))
            (parts::tile("Connectors", &html! { (count(connectors.len() as u64)) }, &html! { "active in this workspace" }))
        }
    }
}

fn table(console: &Console, connectors: &[(NamedConnector, SyncStatus)]) -> Markup {
    let now = console.app.ledger.now();
    let columns = [
        Column::naming("Connector"),
        Column::new("Status"),
        Column::number("Active in"),
        Column::number("Active out"),
        Column::new("Last run"),
    ];
    let rows = connectors.iter().map(|(named, status)| {
        Row::new([
            parts::connector(named),
            parts::status(named.workspace_connector.status),
            html! { (count(status.active_input())) },
            html! { (count(status.active_output())) },
            last_runs(status, now),
        ])
    });
    Table::new("Connectors", columns, rows).render()
}

fn last_runs(status: &SyncStatus, now: Timestamp) -> Markup {
    html! {
        @if status.last_runs.is_empty() { span.note { "never" } }
        @for run in &status.last_runs {
            div {
                (parts::run_status(run.status)) " "
                a href={ "/console/runs/" (run.id) } { (words::since(run.started_at, now)) }
                @if status.last_runs.len() > 1 { " " span.note { (run.record.declaration().words.many) } }
            }
        }
    }
}

/// Whether somebody should look at a connector: it does not work, or its last run failed.
fn is_in_trouble((named, status): &(NamedConnector, SyncStatus)) -> bool {
    let is_broken = matches!(
        named.workspace_connector.status,
        Status::Error | Status::NeedReconnect | Status::Suspended
    );
    let has_failed = |run: &SyncRun| run.status == RunStatus::Error;
    is_broken || status.last_runs.iter().any(has_failed)
}
