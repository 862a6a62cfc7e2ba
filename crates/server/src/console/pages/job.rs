use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::JobId;
use wellhead_core::resource::{Job, JobKind, JobStatus};

use super::{jobs, parts};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Exactly};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, count, counted};
use crate::console::{Console, Trouble};

pub(super) fn routes() -> [Route; 2] {
    [
        Route::page("/console/jobs/{id}", show).unaudited(Unaudited::Impersonal),
        Route::page("/console/jobs/{id}/progress", progress).unaudited(Unaudited::Impersonal),
    ]
}

async fn find(console: &Console, visitor: Visitor, id: &str) -> Result<Job, Trouble> {
    let id: JobId = id.parse().map_err(|_| Trouble::NotFound)?;
    let job = console.app.ledger.job(visitor.tenant, id).await?;
    job.ok_or(Trouble::NotFound)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let job = find(&console, visitor, &id).await?;
    let about = job.selection.workspace_connector;
    let named = ledger
        .named(visitor.tenant, about.into_iter().collect())
        .await?;
    let content = html! {
        p.trail {
            a href=(jobs::PATH) { "Jobs" }
            @for named in named.values() { " / " (parts::connector(named)) }
            " / Job"
        }
        h1 {
            (title(&job))
            @for named in named.values() { " " (words::said(&named.connector.name)) }
        }
        p.note {
            "opened " (words::time(job.created_at))
            @if let Some(at) = job.completed_at { ", finished " (words::time(at)) }
            " · " code { (job.id) }
        }
        (live(&job))
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Jobs,
        title(&job),
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
    Ok(live(&find(&console, visitor, &id).await?))
}

/// What the job does, as a title.
pub(super) const fn title(job: &Job) -> &'static str {
    match (job.kind, job.dry_run) {
        (JobKind::Disconnect, false) => "Disconnecting",
        (JobKind::Delete, false) => "Deleting",
        (JobKind::Invalidate, false) => "Invalidating links",
        (JobKind::Deduplicate, false) => "Removing twins",
        (JobKind::Merge, false) => "Merging records",
        (JobKind::Erase, false) => "Erasing a record",
        (JobKind::Retain, false) => "Removing what is over",
        (JobKind::Sweep(_), false) => "Sweeping",
        (_, true) => "Counting for a dry run",
    }
}

/// What becomes of the links that it changes.
const fn done_to_links(job: &Job) -> &'static str {
    match (job.kind, job.dry_run) {
        (JobKind::Merge, _) => "Moved",
        (JobKind::Retain, false) => "Removed",
        (JobKind::Retain, true) => "Would be removed",
        (_, false) => "Soft-deleted",
        (_, true) => "Would be deleted",
    }
}

/// The state of the job. Refreshes itself until the job is done.
fn live(job: &Job) -> Markup {
    let open = job.status == JobStatus::InProgress;
    let again = open.then(|| format!("/console/jobs/{}/progress", job.id));
    let took =
        job.completed_at.unwrap_or(job.heartbeat_at).as_micros() - job.created_at.as_micros();
    html! {
        div #progress hx-get=[again] hx-trigger=[open.then_some("every 1s")] hx-swap=[open.then_some("outerHTML")] {
            (pace(job))
            @if let Some(error) = &job.error { p.wrong { (words::said(error)) } }
            dl.tiles {
                (parts::tile("Outcome", &parts::job_status(job.status), &html! { (words::duration(took / 1_000)) }))
                @if job.kind == JobKind::Retain {
                    (parts::tile("Rows looked at", &html! { (count(job.scanned)) }, &html! {}))
                } @else {
                    (parts::tile("Links looked at", &html! { (count(job.scanned)) }, &html! { "of " (count(job.total)) }))
                }
                (parts::tile(done_to_links(job), &html! { (count(job.changed)) }, &html! {}))
            }
            (removed(job))
        }
    }
}

/// What a retention has removed, or would.
fn removed(job: &Job) -> Markup {
    let title = done_to_links(job);
    let columns = [Column::new("Kept for a time"), Column::number("Rows")];
    let rows = job.removed.iter().map(|(holding, number)| {
        Row::new([
            html! { (words::holding(holding)) },
            html! { (count(number)) },
        ])
    });
    html! {
        @if job.removed.total() > 0 {
            h2 { (title) }
            (Table::new(title, columns, rows))
        }
    }
}

/// The job's progress.
pub(super) fn pace(job: &Job) -> Markup {
    let words = match job.kind {
        JobKind::Retain => counted(job.scanned, "row", "rows"),
        _ => format!("{} of {} links", count(job.scanned), count(job.total)),
    };
    let done = job.status == JobStatus::Success;
    let most = job.total.max(job.scanned).max(1);
    html! {
        span.pace {
            progress aria-label=(title(job)) max=(most) value=(if done { most } else { job.scanned }) {}
            " " (words)
        }
    }
}
