//! The parts that several pages share.

use maud::{Markup, Render as _, html};
use wellhead_core::id::RecordId;
use wellhead_core::page::{LOOK, Page, PageRequest, Positioned};
use wellhead_core::provenance::NamedConnector;
use wellhead_core::resource::{Direction, JobStatus, Link, RunStatus, Status, SyncRun};
use wellhead_core::time::Timestamp;

use crate::console::kinds::{link_url, record_url};
use crate::console::naming::{self, Ends, connector_url};
use crate::console::query::{Query, Turn};
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, count, title};

/// A connector's status.
pub(super) fn status(status: Status) -> Markup {
    let (tone, words) = match status {
        Status::Enabled => ("good", "enabled"),
        Status::Disabled => ("off", "disabled"),
        Status::ToConfigure => ("wait", "to configure"),
        Status::Processing => ("busy", "processing"),
        Status::Error => ("bad", "error"),
        Status::NeedReconnect => ("bad", "needs reconnecting"),
        Status::Suspended => ("wait", "suspended"),
    };
    badge(tone, words)
}

/// A run's status.
pub(super) fn run_status(status: RunStatus) -> Markup {
    match status {
        RunStatus::Scheduled => badge("wait", "scheduled"),
        RunStatus::InProgress => badge("busy", "in progress"),
        RunStatus::Success => badge("good", "success"),
        RunStatus::Error => badge("bad", "error"),
    }
}

/// A job's status.
pub(super) fn job_status(status: JobStatus) -> Markup {
    match status {
        JobStatus::InProgress => badge("busy", "in progress"),
        JobStatus::Success => badge("good", "done"),
        JobStatus::Error => badge("bad", "error"),
    }
}

/// A word in a colour.
pub(super) fn badge(tone: &str, words: &str) -> Markup {
    html! { span class={ "badge " (tone) } { (words) } }
}

/// A link's direction.
pub(super) fn direction(direction: Direction) -> Markup {
    match direction {
        Direction::Input => html! { span.way.in { "in" } },
        Direction::Output => html! { span.way.out { "out" } },
    }
}

/// A connector's name, linked to its page.
pub(super) fn connector(named: &NamedConnector) -> Markup {
    html! { a href=(connector_url(named)) { (words::said(&named.connector.name)) } }
}

/// A single number with a caption.
pub(super) fn tile(title: &str, value: &Markup, note: &Markup) -> Markup {
    html! { div.tile { dt { (title) } dd { (value) } dd.note { (note) } } }
}

/// The message for an empty list or chart.
pub(super) fn nothing(title: &str, text: &Markup) -> Markup {
    html! { div.nothing { p { strong { (title) } } p { (text) } } }
}

/// Links, one per row.
pub(super) fn links(links: &[Link], ends: &Ends, label: &str) -> Markup {
    let columns = [
        Column::new("Created"),
        Column::new("Direction"),
        Column::new(title(ends.kind.declaration().words.noun)),
        Column::new("Connector"),
        Column::new("State"),
    ];
    let rows = links.iter().map(|link| {
        Row::new([
            html! { a href=(link_url(ends.kind, link.id)) { (words::time(link.times.created_at)) } },
            direction(link.direction),
            record(link.record, ends),
            connector(&ends.connectors[&link.workspace_connector]),
            state(link, ends),
        ])
        .gone(link.times.deleted_at.is_some())
    });
    Table::new(label, columns, rows).render()
}

/// A record's name, linked to its page.
pub(super) fn record(id: RecordId, ends: &Ends) -> Markup {
    html! { a href=(record_url(ends.kind.record(id))) { (words::said(record_name(id, ends))) } }
}

pub(super) fn record_name(id: RecordId, ends: &Ends) -> String {
    let record = ends.records.get(&id);
    record.map_or_else(|| id.to_string(), naming::record)
}

/// Whether a link is active, or else how it ended.
fn state(link: &Link, ends: &Ends) -> Markup {
    let causes = &link.causes;
    match link.times.deleted_at {
        None => html! { "active" },
        Some(at) => ends.causes.end(at, causes.deleted, causes.reason),
    }
}

/// Runs, one per row.
pub(super) fn runs(runs: &[SyncRun], now: Timestamp) -> Markup {
    let columns = [
        Column::new("Started"),
        Column::new("Records"),
        Column::new("Direction"),
        Column::new("Outcome"),
        Column::number("Took"),
        Column::number("Lines"),
        Column::number("New links"),
        Column::number("Rejected"),
        Column::number("Swept"),
        Column::new("Mode"),
    ];
    let rows = runs.iter().map(|run| {
        let took = run.duration_ms().unwrap_or_else(|| elapsed(run, now));
        Row::new([
            html! { a href={ "/console/runs/" (run.id) } { (words::time(run.started_at)) } },
            html! { (title(run.record.declaration().words.many)) },
            direction(run.direction),
            html! {
                (run_status(run.status))
                @if let Some(error) = &run.error { p.why { (words::said(error)) } }
            },
            html! { (words::duration(took)) },
            html! { (count(run.tally.records_synced())) },
            html! { (count(run.tally.links_created)) },
            html! { (count(run.tally.rejected)) },
            html! { (count(run.tally.links_swept)) },
            html! { (run.mode) ", " (run.trigger) },
        ])
    });
    Table::new("Runs", columns, rows).render()
}

/// How long an open run has been going, in milliseconds.
pub(super) fn elapsed(run: &SyncRun, now: Timestamp) -> i64 {
    (now.as_micros() - run.started_at.as_micros()).max(0) / 1_000
}

/// Links to the previous and the next page of a list at `path`, which is newest first.
pub(super) fn pager<T: Positioned>(
    path: &str,
    query: &Query,
    request: &PageRequest,
    page: &Page<T>,
) -> Markup {
    turns(path, query, request, page, ["← Newer", "Older →"])
}

/// The same for a list in another order, which calls its pages differently.
pub(super) fn turns<T: Positioned>(
    path: &str,
    query: &Query,
    request: &PageRequest,
    page: &Page<T>,
    [previous, next]: [&str; 2],
) -> Markup {
    let turned = |turn| {
        let turned = query.turned(request, page, turn)?;
        Some(format!("{path}?{turned}"))
    };
    let (newer, older) = (turned(Turn::Newer), turned(Turn::Older));
    html! {
        @if newer.is_some() || older.is_some() {
            nav.pager aria-label="Pages" {
                @if let Some(url) = newer { a.button rel="prev" href=(url) { (previous) } }
                @if let Some(url) = older { a.button rel="next" href=(url) { (next) } }
            }
        }
    }
}

/// The message for a page that ended early because it had looked at so many links.
pub(super) fn ended_early<T>(page: &Page<T>) -> Markup {
    html! {
        @if let Some(at) = page.upto {
            p.note {
                "This page ends early: it looked at " (count(LOOK as u64)) " rows, as far as " (words::time(at.created_at))
                ". The next one goes on from there."
            }
        }
    }
}

/// A placeholder for a fragment that the browser fetches after the page, because it may take a moment.
pub(super) fn later(url: &str, what: &str) -> Markup {
    html! { div.later hx-get=(url) hx-trigger="load" hx-swap="outerHTML" { p { (what) } } }
}
