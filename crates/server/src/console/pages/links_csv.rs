use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::try_unfold;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Grounds;
use wellhead_core::id::RecordId;
use wellhead_core::page::{Interval, PageRequest};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, ExternalId, Link, LinkFilter, Past};
use wellhead_core::store::BoxError;
use wellhead_core::time::Timestamp;
use wellhead_csv::Table;

use super::dossier::{self, Dossier};
use super::links::Shown;
use crate::console::kinds::records_url;
use crate::console::naming::{self, Ends};
use crate::console::query::{Exactly, Place};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::{Console, Trouble};

/// How many links are read at a time: the answer is streamed, however long it gets.
const SIZE: usize = 500;
const COLUMNS: usize = 10;

fn header(kind: Kind) -> [&'static str; COLUMNS] {
    [
        kind.sql().link_id,
        "created_at",
        "updated_at",
        "deleted_at",
        "reason",
        "direction",
        kind.wire().record_id,
        kind.declaration().external_id,
        kind.declaration().words.noun,
        "connector",
    ]
}

pub(super) fn route() -> Route {
    Route::page("/console/links.csv", download).audited(Act::Export, About::Workspace)
}

/// One download for each kind: the links of a record's dossier.
pub(super) fn of_records() -> [Route; Kind::COUNT] {
    Kind::ALL.map(|kind| {
        let of_record =
            move |visitor, console, path, dossier| of_record(kind, visitor, console, path, dossier);
        Route::page(
            &format!("{}/{{id}}/links.csv", records_url(kind)),
            of_record,
        )
        .audited(Act::Export, About::Record(kind))
    })
}

async fn download(
    visitor: Visitor,
    State(console): State<Console>,
    Exactly(shown): Exactly<Shown>,
) -> Response {
    let Shown {
        kind,
        filter,
        created,
    } = shown;
    stream(
        console,
        visitor,
        kind.unwrap_or_default(),
        filter,
        None,
        created,
    )
}

async fn of_record(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Exactly(dossier): Exactly<Dossier>,
) -> Result<Response, Trouble> {
    let id: RecordId = id.parse().map_err(|_| Trouble::NotFound)?;
    let record = kind.record(id);
    let found = console
        .app
        .ledger
        .record(visitor.tenant, record, Deleted::Include);
    found.await?.ok_or(Trouble::NotFound)?;
    let (filter, past) = (dossier::of(id), dossier.past());
    Ok(stream(
        console,
        visitor,
        kind,
        filter,
        past,
        Interval::default(),
    ))
}

/// The links as they are now or as they were, page by page.
fn stream(
    console: Console,
    visitor: Visitor,
    kind: Kind,
    filter: LinkFilter,
    past: Option<Past>,
    created: Interval,
) -> Response {
    let first = Place::default().page(SIZE, created);
    let pages = try_unfold(Some(first), move |request| {
        let console = console.clone();
        async move {
            let Some(request) = request else {
                return Ok(None);
            };
            let page = page(&console, visitor, kind, filter, past, request).await;
            page.map(Some).inspect_err(|error| {
                // The status has already been sent, so the body breaks off, and the browser reports it.
                tracing::error!(%error, "a download broke off");
            })
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"links.csv\""),
    ];
    (headers, Body::from_stream(pages)).into_response()
}

/// The rows of one page, and the request for the next.
async fn page(
    console: &Console,
    visitor: Visitor,
    kind: Kind,
    filter: LinkFilter,
    past: Option<Past>,
    request: PageRequest,
) -> Result<(Bytes, Option<PageRequest>), BoxError> {
    let Visitor { tenant, key, .. } = visitor;
    console.app.ledger.still_holds(tenant, key).await??;
    let mut table = Table::default();
    if request.after.is_none() {
        table.row(header(kind));
    }
    let page = dossier::links(console, visitor, kind, filter, past, request).await?;
    let ends = Ends::of(console, visitor, kind, &page.items).await?;
    for link in &page.items {
        table.row(row(link, &ends));
    }
    let next = request.next(&page).map(|after| PageRequest {
        after: Some(after),
        ..request
    });
    Ok((table.into_text().into(), next))
}

fn row(link: &Link, ends: &Ends) -> [String; COLUMNS] {
    let written = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let record = ends.records.get(&link.record);
    let external_id = record.and_then(|it| it.external_id.as_ref());
    let connector = &ends.connectors[&link.workspace_connector].connector;
    [
        link.id.to_string(),
        link.times.created_at.to_string(),
        written(link.times.updated_at),
        written(link.times.deleted_at),
        link.causes.reason.map_or("", Grounds::as_str).to_owned(),
        link.direction.to_string(),
        link.record.to_string(),
        external_id.map_or("", ExternalId::as_str).to_owned(),
        record.map(naming::record).unwrap_or_default(),
        connector.slug.to_string(),
    ]
}
