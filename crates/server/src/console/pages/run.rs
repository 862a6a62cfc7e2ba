mod lists;

use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::{RunStatus, SyncRun};
use wellhead_core::time::Timestamp;

use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Exactly};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, count, counted, title};
use crate::console::{Console, Trouble};
use lists::Shown;

pub(super) fn routes() -> [Route; 2] {
    [
        Route::page("/console/runs/{id}", show).unaudited(Unaudited::Impersonal),
        Route::page("/console/runs/{id}/progress", progress).unaudited(Unaudited::Impersonal),
    ]
}

async fn find(console: &Console, visitor: Visitor, id: &str) -> Result<SyncRun, Trouble> {
    let id: SyncRunId = id.parse().map_err(|_| Trouble::NotFound)?;
    let run = console.app.ledger.run(visitor.tenant, id).await?;
    run.ok_or(Trouble::NotFound)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let run = find(&console, visitor, &id).await?;
    let named = ledger
        .named(visitor.tenant, [run.workspace_connector].into())
        .await?;
    let named = &named[&run.workspace_connector];
    let lists = lists::lists(&console, visitor, &run, &asked.view, &asked.query).await?;
    let content = html! {
        p.trail { a href=(frame::HOME) { "Overview" } " / " (parts::connector(named)) " / Run" }
        h1 { "Run of " (words::time(run.started_at)) " " (parts::direction(run.direction)) }
        p.note { (title(run.record.declaration().words.many)) ", " (run.mode) ", triggered as " (run.trigger) " · " code { (run.id) } }
        (live(&run, ledger.now()))
        (lists)
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Overview,
        "Run",
        content,
    )
    .await
}

async fn progress(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    _: Exactly<()>,
) -> Result<Markup, Trouble> {
    let run = find(&console, visitor, &id).await?;
    Ok(live(&run, console.app.ledger.now()))
}

/// The state of the run. Refreshes itself until the run is closed.
fn live(run: &SyncRun, now: Timestamp) -> Markup {
    let open = run.completed_at.is_none();
    let again = open.then(|| format!("/console/runs/{}/progress", run.id));
    let tally = &run.tally;
    html! {
        div #progress hx-get=[again] hx-trigger=[open.then_some("every 1s")] hx-swap=[open.then_some("outerHTML")] {
            @if open { (pace(run, now)) }
            @if let Some(error) = &run.error { p.wrong { (words::said(error)) } }
            dl.tiles {
                (parts::tile("Outcome", &parts::run_status(run.status), &outcome(run, now)))
                (parts::tile("Lines", &html! { (count(tally.records_synced())) }, &html! { (rate(run, now)) " a second" }))
                (parts::tile("Links", &html! { (count(tally.links_created)) }, &html! { "new; " (count(tally.links_touched)) " seen again" }))
                (parts::tile(&title(run.record.declaration().words.many), &html! { (count(tally.records_created)) }, &html! {
                    "new; " (count(tally.records_matched)) " known"
                    @if tally.records_updated > 0 { "; " (count(tally.records_updated)) " updated" }
                    @if tally.values_kept > 0 { "; " (counted(tally.values_kept, "value", "values")) " not taken" }
                }))
                (parts::tile("Rejected lines", &html! { (count(tally.rejected)) }, &html! {
                    @if tally.rejected > 0 { a href={ "/console/runs/" (run.id) "?show=rejected#lists" } { "which, and why" } }
                }))
                (parts::tile("Swept links", &html! { (count(tally.links_swept)) }, &html! { "missing from a full run" }))
            }
        }
    }
}

fn outcome(run: &SyncRun, now: Timestamp) -> Markup {
    html! {
        @match run.duration_ms() {
            Some(took) => { "after " (words::duration(took)) }
            None => { "last heartbeat " (words::since(run.heartbeat_at, now)) }
        }
    }
}

/// Records per second, with one decimal if there are few.
fn rate(run: &SyncRun, now: Timestamp) -> String {
    let millis = run
        .duration_ms()
        .unwrap_or_else(|| parts::elapsed(run, now));
    let tenths = run.tally.records_synced() * 10_000 / millis.max(1).cast_unsigned();
    if tenths < 100 {
        format!("{}.{}", tenths / 10, tenths % 10)
    } else {
        count(tenths / 10)
    }
}

/// How far an open run is: its total is unknown, so this has no percentage.
pub(super) fn pace(run: &SyncRun, now: Timestamp) -> Markup {
    let records = counted(run.tally.records_synced(), "record", "records");
    let words = match run.status {
        RunStatus::Scheduled => "scheduled".to_owned(),
        _ => format!("{records}, {} a second", rate(run, now)),
    };
    html! { span.pace { progress aria-label="A run is in progress" {} " " (words) } }
}
