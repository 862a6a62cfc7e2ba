//! A record's disclosure report, to be read, printed and handed on.

mod entries;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::RecordId;
use wellhead_core::privacy::{self, HandedOut, Handing};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::time::Timestamp;

use super::dossier::moment;
use super::parts;
use crate::console::assets;
use crate::console::frame::{self, Section};
use crate::console::kinds::{record_url, records_url};
use crate::console::query::{Asked, Exactly, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{self, DAY, title};
use crate::console::{Console, Trouble};
use crate::respond::disclosures_csv;
use crate::respond::told::Told;

/// The pages and the downloads of each kind.
pub(super) fn routes() -> Vec<Route> {
    let of_kind = |kind| {
        let url = format!("{}/{{id}}/disclosures", records_url(kind));
        let page = move |visitor, console, path, asked| show(kind, visitor, console, path, asked);
        let csv = move |visitor, console, path, asked| {
            download(kind, Form::Csv, visitor, console, path, asked)
        };
        let document = move |visitor, console, path, asked| {
            download(kind, Form::Document, visitor, console, path, asked)
        };
        let pages = [
            Route::page(&url, page),
            Route::page(&format!("{url}.csv"), csv),
            Route::page(&format!("{url}.jsonld"), document),
        ];
        pages.map(|page| page.audited_durably(Act::Report, About::Record(kind)))
    };
    Kind::ALL.into_iter().flat_map(of_kind).collect()
}

/// The page of a record's report.
pub(super) fn url(record: RecordRef) -> String {
    format!("{}/disclosures", record_url(record))
}

/// What a report is about.
#[derive(Debug, Clone, Copy)]
struct Shown {
    from: Option<Timestamp>,
    /// The end of the last day.
    to: Option<Timestamp>,
    as_of: Option<Timestamp>,
}

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        Self {
            from: query.day("from"),
            to: query.day("to").map(|last| last.plus_micros(DAY)),
            as_of: query.parsed("as_of", moment),
        }
    }
}

impl Shown {
    async fn hand_out(
        self,
        console: &Console,
        visitor: Visitor,
        record: RecordRef,
    ) -> Result<Handing, Trouble> {
        let ledger = &console.app.ledger;
        let Self { from, to, as_of } = self;
        let asked = privacy::Asked {
            from,
            to,
            as_of: as_of.unwrap_or_else(|| ledger.present()),
        };
        let author = Author::new(visitor.tenant, Cause::Key(visitor.key));
        let handed = ledger.hand_out(author, record, asked).await?;
        handed.ok_or(Trouble::NotFound)
    }
}

/// In what a report is downloaded.
#[derive(Debug, Clone, Copy)]
enum Form {
    Csv,
    Document,
}

async fn download(
    kind: Kind,
    form: Form,
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Exactly(shown): Exactly<Shown>,
) -> Result<Response, Trouble> {
    let id: RecordId = id.parse().map_err(|_| Trouble::NotFound)?;
    let handed = shown.hand_out(&console, visitor, kind.record(id)).await?;
    let Handing::Report(handed) = handed else {
        return Err(Trouble::NotFound);
    };
    let (content_type, name, body) = match form {
        Form::Csv => (
            "text/csv; charset=utf-8",
            "disclosures.csv",
            disclosures_csv::table(&handed),
        ),
        Form::Document => (
            "application/ld+json",
            "disclosures.jsonld",
            handed.document(),
        ),
    };
    let headers = [
        (CONTENT_TYPE, content_type.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    let mut response = (headers, body).into_response();
    response.extensions_mut().insert(Told::from(&*handed));
    Ok(response)
}

async fn show(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Asked { view, query }: Asked<Shown>,
) -> Result<Response, Trouble> {
    let id: RecordId = id.parse().map_err(|_| Trouble::NotFound)?;
    let record = kind.record(id);
    let words = &kind.declaration().words;
    let mut told = None;
    let content = match view.hand_out(&console, visitor, record).await? {
        Handing::Report(handed) => {
            told = Some(Told::from(&*handed));
            report(&handed, visitor, record, &query)
        }
        Handing::Merged(into) => html! {
            p {
                "It was merged into "
                a href=(url(kind.record(into))) { "another " (words.noun) }
                ", whose report tells of both."
            }
        },
    };
    let content = html! {
        p.trail {
            a href=(records_url(kind)) { (title(words.many)) } " / "
            a href=(record_url(record)) { "Record" } " / Disclosures"
        }
        h1 { "Disclosure report" }
        (content)
    };
    let title = "Disclosure report";
    let page = frame::page(&console, visitor, &query, Section::Records, title, content).await?;
    let mut response = page.into_response();
    if let Some(told) = told {
        response.extensions_mut().insert(told);
    }
    Ok(response)
}

fn report(handed: &HandedOut, visitor: Visitor, record: RecordRef, query: &Query) -> Markup {
    let report = &handed.report;
    let coverage = &report.coverage;
    let words = &record.kind.declaration().words;
    html! {
        p.note {
            "Of the " (words.noun) " " code { (report.subject.id) }
            @for merged in &report.subject.merged { ", and of " code { (merged) } ", which was merged into it" }
            ", as of " time { (report.as_of) }
            @if let Some(from) = &report.from { ", from " time { (from) } }
            @if let Some(to) = &report.to { ", until before " time { (to) } }
            "."
        }
        p.note {
            "The ledger tells of the time from " time { (coverage.from) } " until " time { (coverage.until) }
            ", and of none before. All times are in UTC."
        }
        p.produced {
            "Produced " (words::minute(handed.requested_at)) " with the key " code { (visitor.key) } " (" (visitor.role) ")."
        }
        (form(handed, record, query))
        @if !report.unidentified.is_empty() {
            p.unidentified {
                strong { "No legal name is recorded" } " for all of the time of "
                @for (place, slug) in report.unidentified.iter().enumerate() {
                    @if place > 0 { ", " }
                    code { (slug) }
                }
                ". Whoever asks has a right to the identity of each recipient."
            }
        }
        section #recipients { h2 { "Received by" } (entries::parties(&report.recipients, "Nobody on record.")) }
        section #sources { h2 { "Sourced from" } (entries::parties(&report.sources, "No connector on record.")) }
        @if !report.unlinked.is_empty() {
            section #unlinked { h2 { "Has a name for it, and no link" } (entries::unlinked(&report.unlinked)) }
        }
        p.note.digest { "SHA-256 of the report: " code { (handed.sha256) } }
    }
}

/// The form to choose what the report is about, and what can be done with it.
fn form(handed: &HandedOut, record: RecordRef, query: &Query) -> Markup {
    let url = url(record);
    // As of the moment that is shown, so that the download has the same digest.
    let as_of = &handed.report.as_of;
    // Only if somebody asked for it: else the next look would be as of this minute, too.
    let field = if query.shown("as_of").is_empty() {
        ""
    } else {
        &as_of[..16]
    };
    let shown = query.with(&[("as_of", as_of)], None);
    html! {
        form.filter.dossier action=(url) aria-label="Report" {
            label { "From (UTC)" input type="date" name="from" value=(query.shown("from")); }
            label { "To (UTC)" input type="date" name="to" value=(query.shown("to")); }
            label { "As of (UTC)" input type="datetime-local" name="as_of" value=(field); }
            div.row {
                button { "Show" }
                a.button href=(url) { "Clear" }
                @if query.is_clear() {
                    a.button href={ (url) ".jsonld?" (shown) } download { "Download as JSON" }
                    a.button href={ (url) ".csv?" (shown) } download { "Download as CSV" }
                }
                button type="button" data-print hidden { "Print" }
            }
        }
        script src=(assets::PRINT.url()) defer {}
    }
}
