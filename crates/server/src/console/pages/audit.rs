//! The audit log, for administrators.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;
use maud::{Markup, Render as _, html};
use wellhead_core::audit::{About, Act, Actor, ActorKind, AuditFilter, Event, Outcome};
use wellhead_core::cause::Cause;
use wellhead_core::id::RecordId;
use wellhead_core::page::Interval;
use wellhead_core::store::StoreError;

use super::parts;
use crate::audit;
use crate::console::causes::Causes;
use crate::console::frame::{self, Section};
use crate::console::kinds::record_url;
use crate::console::query::{Asked, Exactly, Place, Query, View};
use crate::console::route::Route;
use crate::console::session::AdminVisitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, count};
use crate::console::{Console, Trouble};

const PATH: &str = "/console/audit";
const EXPORT: &str = "/console/audit/export";

/// Entries per page.
const MOST: usize = 50;

pub(super) fn routes() -> [Route; 2] {
    [
        Route::admin(PATH, show).audited(Act::Read, About::Log),
        Route::admin(EXPORT, export).audited_durably(Act::Export, About::Log),
    ]
}

/// Which entries are shown.
struct Shown {
    filter: AuditFilter,
    created: Interval,
    place: Place,
}

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        let filter = AuditFilter {
            actor: query.get("actor"),
            key: query.get("key"),
            act: query.get("act"),
            about: query.get("subject"),
            id: query.get("id").map(RecordId::uuid),
        };
        Self {
            filter,
            created: query.days(),
            place: query.place(),
        }
    }
}

async fn show(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Asked { view: shown, query }: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let (app, tenant) = (&console.app, visitor.tenant);
    app.auditor.flush(tenant).await?;
    let request = shown.place.page(MOST, shown.created);
    let page = app.ledger.audit_events(tenant, shown.filter, request);
    let page = page.await?;
    let causes = page.items.iter().map(|it| cause(it.entry.actor));
    let causes = Causes::of(&console, visitor, causes).await?;
    let content = html! {
        h1 { "Audit log" }
        p.note {
            "Who changed what, and who read what about a person, the newest first. Each entry is sealed with a hash over \
             itself and the one before; "
            code { "wellhead audit verify" } " finds what was altered or is missing."
        }
        (form(&shown.filter, &query))
        @if page.items.is_empty() {
            (parts::nothing("No entries.", &html! { "No entry of the log matches the filter." }))
        } @else {
            (table(&page.items, &causes))
        }
        (parts::ended_early(&page))
        div.foot {
            (parts::pager(PATH, &query, &request, &page))
            a.button href=(EXPORT) download { "Export the whole log" }
        }
    };
    frame::page(
        &console,
        visitor,
        &query,
        Section::Audit,
        "Audit log",
        content,
    )
    .await
}

async fn export(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Exactly(()): Exactly<()>,
) -> Result<Response, Trouble> {
    let all = audit::export(console.app, visitor.tenant, visitor.key, 0).await?;
    let mut response = all.map_err(|_| Trouble::Store(StoreError::Failed("no log".into())))?;
    let name = "attachment; filename=\"audit-log.ndjson\"";
    let headers = response.headers_mut();
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(name));
    Ok(response)
}

const fn cause(actor: Actor) -> Cause {
    match actor {
        Actor::Key(key) | Actor::Session(key) => Cause::Key(key),
        Actor::Operator => Cause::Operator,
    }
}

fn table(events: &[Event], causes: &Causes) -> Markup {
    let columns = [
        Column::number("Position"),
        Column::new("When"),
        Column::new("Who"),
        Column::new("What"),
        Column::new("Outcome"),
        Column::new("From"),
    ];
    let rows = events.iter().map(|event| {
        Row::new([
            html! { (count(event.position)) },
            words::time(event.entry.at),
            who(event, causes),
            what(event),
            outcome(event),
            table::cell(event.entry.address.as_ref().map(words::said)),
        ])
    });
    Table::new("Audit log", columns, rows).render()
}

fn who(event: &Event, causes: &Causes) -> Markup {
    let actor = event.entry.actor;
    html! {
        (causes.who(cause(actor)))
        @if actor.kind() == ActorKind::Session { ", in the console" }
    }
}

/// `search people`, or `update people 018f…`, which leads to its page if it has one.
fn what(event: &Event) -> Markup {
    let subject = event.entry.subject;
    let url = match (subject.about, subject.id) {
        (About::Record(kind), Some(id)) => Some(record_url(kind.record(id.into()))),
        (About::Job, Some(id)) => Some(format!("/console/jobs/{id}")),
        (About::Run, Some(id)) => Some(format!("/console/runs/{id}")),
        (About::WorkspaceConnector, Some(id)) => Some(format!("/console/connectors/{id}")),
        _ => None,
    };
    html! {
        (words::plain(event.entry.act.as_str())) " " (words::plain(&subject.about.to_string()))
        @if let Some(id) = subject.id {
            " "
            @match url {
                Some(url) => { a href=(url) { code { (id) } } }
                None => { code { (id) } }
            }
        }
    }
}

fn outcome(event: &Event) -> Markup {
    let entry = &event.entry;
    let tone = match entry.outcome {
        Outcome::Done => "good",
        Outcome::Refused => "off",
        Outcome::Failed | Outcome::BrokenOff => "bad",
    };
    html! {
        (parts::badge(tone, &words::plain(entry.outcome.as_str())))
        @if let Some(status) = entry.status { " " (status) }
    }
}

fn form(filter: &AuditFilter, query: &Query) -> Markup {
    let subjects = About::all().into_iter().map(|about| about.to_string());
    let about = filter.about.map(|about| about.to_string());
    html! {
        form.filter action=(PATH) aria-label="Filter" {
            label { "Who"
                select name="actor" {
                    option value="" { "Anybody" }
                    @for actor in ActorKind::ALL {
                        option value=(actor) selected[filter.actor == Some(*actor)] { (words::plain(actor.as_str())) }
                    }
                }
            }
            label { "Did"
                select name="act" {
                    option value="" { "Anything" }
                    @for act in Act::ALL {
                        option value=(act) selected[filter.act == Some(*act)] { (words::plain(act.as_str())) }
                    }
                }
            }
            label { "To"
                select name="subject" {
                    option value="" { "Anything" }
                    @for subject in subjects {
                        option value=(subject) selected[about.as_ref() == Some(&subject)] { (words::plain(&subject)) }
                    }
                }
            }
            label { "With the id" input name="id" value=(query.shown("id")) autocomplete="off"; }
            label { "From (UTC)" input type="date" name="from" value=(query.shown("from")); }
            label { "To (UTC)" input type="date" name="to" value=(query.shown("to")); }
            @if !query.shown("key").is_empty() { input type="hidden" name="key" value=(query.shown("key")); }
            div.row {
                button { "Filter" }
                a.button href=(PATH) { "Clear" }
            }
        }
    }
}
