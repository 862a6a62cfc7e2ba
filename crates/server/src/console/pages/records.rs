use axum::extract::State;
use maud::{Markup, Render as _, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::page::Interval;
use wellhead_core::record::{Absent, Field, Kind, Record, RecordFilter};
use wellhead_core::resource::ExternalId;

use super::{duplicates, merges, parts};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::{Kinds, record_url, records_url};
use crate::console::naming;
use crate::console::query::{Asked, Place, Query};
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::Visitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, count, title};
use crate::console::{Console, Trouble};

/// Records per page, and the most that a search finds.
const MOST: usize = 50;

/// Two for each kind, at the kind's own path.
pub(super) fn routes() -> Vec<Route> {
    let of = |kind| {
        let show = move |visitor, console, asked| show(kind, visitor, console, asked);
        let search = move |visitor, console, sent| search(kind, visitor, console, sent);
        [
            Route::page(&records_url(kind), show).unaudited(Unaudited::PlainRead),
            Route::form(&search_url(kind), search).audited(Act::Search, About::Record(kind)),
        ]
    };
    Kind::ALL.into_iter().flat_map(of).collect()
}

/// Where what somebody types is sent. It may be a name, so it is in no URL, which browsers and proxies keep.
fn search_url(kind: Kind) -> String {
    format!("{}/search", records_url(kind))
}

async fn show(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view: place, query }: Asked<Place>,
) -> Result<Markup, Trouble> {
    let records = newest(&console, visitor, kind, place, &query).await?;
    page(kind, visitor, &console, &query, "", records).await
}

async fn search(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    sent: Sent,
) -> Result<Markup, Trouble> {
    let query = Query::default();
    let text = sent.field("search").trim();
    let records = if text.is_empty() {
        newest(&console, visitor, kind, Place::default(), &query).await?
    } else {
        found(&console, visitor, kind, text).await?
    };
    page(kind, visitor, &console, &query, text, records).await
}

/// The page with these records, below what was typed to find them.
async fn page(
    kind: Kind,
    visitor: Visitor,
    console: &Console,
    query: &Query,
    text: &str,
    records: Markup,
) -> Result<Markup, Trouble> {
    let words = &kind.declaration().words;
    let (url, many) = (search_url(kind), title(words.many));
    let kinds = Kinds::of(console, visitor, Some(kind)).await?;
    let content = html! {
        h1 { (many) }
        (kinds.tabs(records_url))
        form.search role="search" method="post" action=(url) {
            label for="search" { "Find " (words.one) }
            div.row {
                input #search name="search" type="search" value=(text) maxlength=(ExternalId::MAX_CHARS)
                    placeholder="Start of a name, or an external id" autocomplete="off"
                    hx-post=(url) hx-trigger="input changed delay:250ms, search" hx-target="#found" hx-select="#found"
                    hx-swap="outerHTML";
                button { "Find" }
            }
        }
        p.note { a href=(duplicates::url(kind)) { (many) " that may be the same" } " · " a href=(merges::url(kind)) { "Merges" } }
        section #found aria-live="polite" { (records) }
    };
    frame::page(console, visitor, query, Section::Records, &many, content).await
}

async fn newest(
    console: &Console,
    visitor: Visitor,
    kind: Kind,
    place: Place,
    query: &Query,
) -> Result<Markup, Trouble> {
    let request = place.page(MOST, Interval::default());
    let filter = RecordFilter::default();
    let ledger = &console.app.ledger;
    let page = ledger.records(visitor.tenant, kind, &filter, request);
    let page = page.await?;
    let many = kind.declaration().words.many;
    Ok(html! {
        h2 { "Newest " (many) }
        @if page.items.is_empty() {
            (parts::nothing(&format!("There are no {many} yet."), &html! {
                (title(many)) " appear when a connector first delivers some: "
                code { (import(kind, visitor)) }
            }))
        } @else {
            (table(kind, &page.items))
            (parts::pager(&records_url(kind), query, &request, &page))
        }
    })
}

/// The command that imports the first records.
pub(super) fn import(kind: Kind, visitor: Visitor) -> String {
    let (many, record) = (kind.declaration().words.many, kind.as_str());
    let workspace = visitor.tenant.workspace();
    let record = match kind {
        Kind::People => String::new(),
        _ => format!(" --record {record}"),
    };
    format!(
        "wellhead import --workspace {workspace}{record} --connector my-crm --direction input {many}.csv"
    )
}

async fn found(
    console: &Console,
    visitor: Visitor,
    kind: Kind,
    text: &str,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let found = ledger.records_search(visitor.tenant, kind, text, MOST);
    let found = found.await?;
    Ok(html! {
        @if found.is_empty() {
            h2 { "No " (kind.declaration().words.many) " found" }
            (parts::nothing("No name starts with this text, and no external id is equal to it.", &html! {
                "Names match from the start, external ids only as a whole. Capitals do not matter, nor do the accents of names."
            }))
        } @else {
            h2 { @if found.len() == MOST { "The first " } (count(found.len() as u64)) " found" }
            (table(kind, &found))
        }
    })
}

/// The fields that get their own column: those that the name does not already show.
fn columns(kind: Kind) -> Vec<(usize, &'static Field)> {
    let is_in_name = |field: &Field| {
        kind.declaration().display.contains(&field.name)
            || kind.fields().iter().any(|other| match other.absent {
                Absent::Joined(parts) => parts.contains(&field.name),
                _ => false,
            })
    };
    let fields = kind.fields().iter().enumerate();
    fields.filter(|(_, field)| !is_in_name(field)).collect()
}

/// The heading above what records are displayed by: their field's name, unless one of several fields is shown.
fn name(kind: Kind) -> String {
    match kind.declaration().display {
        [field] => title(field),
        _ => "Name".to_owned(),
    }
}

/// Records, one per row.
pub(super) fn table<'a>(kind: Kind, records: impl IntoIterator<Item = &'a Record>) -> Markup {
    let fields = columns(kind);
    let mut columns = vec![Column::naming(name(kind))];
    columns.extend(fields.iter().map(|(_, field)| field_column(field)));
    columns.extend(["External id", "Known since"].map(Column::new));
    let rows = records.into_iter().map(|record| {
        let name = words::said(naming::record(record));
        let mut cells = vec![html! { a href=(record_url(record.reference())) { (name) } }];
        cells.extend(fields.iter().map(|(position, _)| value(record, *position)));
        cells.push(external_id(record));
        cells.push(words::time(record.times.created_at));
        Row::new(cells)
    });
    Table::new(&title(kind.declaration().words.many), columns, rows).render()
}

/// The column of a field.
pub(super) fn field_column(field: &Field) -> Column {
    let column = Column::new(title(field.name)).about(field.about);
    column.aligned(field.of.is_number())
}

/// A record's value of a field.
pub(super) fn value(record: &Record, position: usize) -> Markup {
    table::cell(record.values.get(position).map(words::said))
}

/// The id that a record has in its own system.
pub(super) fn external_id(record: &Record) -> Markup {
    let id = record.external_id.as_ref();
    table::cell(id.map(|id| html! { code { (words::said(id)) } }))
}
