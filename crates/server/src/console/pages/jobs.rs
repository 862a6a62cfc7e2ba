//! The jobs of a workspace: what takes longer than a request, with how far each is.

use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::page::Interval;
use wellhead_core::provenance::NamedConnectors;
use wellhead_core::resource::{Job, JobStatus};

use super::{job, parts};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Exactly, Place, Query};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, count};
use crate::console::{Console, Trouble};

pub(super) const PATH: &str = "/console/jobs";
const LIST: &str = "/console/jobs/list";
/// Jobs per page.
const SIZE: usize = 50;

pub(super) fn routes() -> [Route; 2] {
    [
        Route::page(PATH, show).unaudited(Unaudited::Impersonal),
        Route::page(LIST, refresh).unaudited(Unaudited::Impersonal),
    ]
}

/// The page of a job.
pub(super) fn url(job: &Job) -> String {
    format!("{PATH}/{}", job.id)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view: place, query }: Asked<Place>,
) -> Result<Markup, Trouble> {
    let content = html! {
        h1 { "Jobs" }
        p.note { "What takes longer than a request, the newest first. Jobs go on by themselves, also after a restart." }
        (list(&console, visitor, place, &query).await?)
    };
    frame::page(&console, visitor, &query, Section::Jobs, "Jobs", content).await
}

async fn refresh(
    visitor: Visitor,
    State(console): State<Console>,
    Exactly(place): Exactly<Place>,
) -> Result<Markup, Trouble> {
    list(&console, visitor, place, &Query::default()).await
}

/// A page of jobs. Refreshes itself while one of them is in progress.
async fn list(
    console: &Console,
    visitor: Visitor,
    place: Place,
    query: &Query,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let request = place.page(SIZE, Interval::default());
    let page = ledger.jobs(visitor.tenant, request).await?;
    let selected = page.items.iter();
    let selected = selected.filter_map(|job| job.selection.workspace_connector);
    let named = ledger.named(visitor.tenant, selected.collect()).await?;
    let is_open = page
        .items
        .iter()
        .any(|job| job.status == JobStatus::InProgress);
    let again = is_open.then(|| format!("{LIST}?{}", query.with(&[], None)));
    Ok(html! {
        section #jobs hx-get=[again] hx-trigger=[is_open.then_some("every 2s")] hx-swap=[is_open.then_some("outerHTML")] {
            @if page.items.is_empty() {
                (parts::nothing("No jobs yet.", &html! {
                    "A job begins when a connector is disconnected, when links are removed or records merged or erased, and after a full run."
                }))
            } @else {
                (rows(&page.items, &named))
            }
            (parts::pager(PATH, query, &request, &page))
        }
    })
}

fn rows(jobs: &[Job], named: &NamedConnectors) -> Markup {
    let columns = [
        Column::new("Opened"),
        Column::new("Job"),
        Column::new("Connector"),
        Column::new("State"),
        Column::new("Progress"),
        Column::number("Changed"),
        Column::new("Finished"),
    ];
    let rows = jobs.iter().map(|it| {
        let connector = it.selection.workspace_connector;
        let connector = connector.and_then(|id| named.get(&id));
        Row::new([
            html! { a href=(url(it)) { (words::time(it.created_at)) } },
            html! { (job::title(it)) },
            table::cell(connector.map(parts::connector)),
            html! {
                (parts::job_status(it.status))
                @if let Some(error) = &it.error { p.why { (words::said(error)) } }
            },
            job::pace(it),
            html! { (count(it.changed)) },
            table::cell(it.completed_at.map(words::time)),
        ])
    });
    Table::new("Jobs", columns, rows).render()
}
