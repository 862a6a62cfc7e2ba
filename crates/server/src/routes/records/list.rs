use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::record::{EachKind, Kind, RecordFilter};
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::query::{Query, QuerySpec};

use super::{only_from, search};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::record;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| {
    let filters = [kind.declaration().external_id, search::FILTER];
    let only = &only_from::FILTERS;
    let filters = [&filters[..], only, &query::CREATED, &["deleted"]].concat();
    QuerySpec {
        filters: filters.leak(),
        sort: query::SORT,
        page: Some(query::PAGES),
        ..record::query(kind)
    }
});

/// The filters by which somebody is looked for.
static SEARCHES: EachKind<[&str; 2]> =
    EachKind::by(|kind| [kind.declaration().external_id, search::FILTER]);

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |reader, app, uri| list(kind, reader, app, uri);
    Endpoint::get(kind.wire().records_path, *QUERIES.of(kind), handler)
        .audited_if(SEARCHES.of(kind), Act::Search, About::Record(kind))
        .lists(record::shape(kind))
}

async fn list(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERIES.of(kind).parse(uri.query())?;
    let filter = filter(kind, &query)?;
    let request = query::page_request(&query)?;
    let ledger = &app.ledger;
    let related = Related::of_records(ledger, tenant, &query).await?;
    let resource = |it, meta| record::resource(tenant, it, &query.fields).with_meta(meta);
    if let Some(source) = only_from::source(&query)? {
        let page = ledger.records_only_from(tenant, kind, source, request);
        let listing = Listing::of(&uri, request, page.await?);
        let included = related.included(&query);
        return Ok(listing.answer(|it, meta| resource(&it.record, meta), included));
    }
    let listing = if let Some(text) = search::text(&query)? {
        let found = search::found(ledger, tenant, kind, text, request.size).await?;
        Listing::of(&uri, request, found)
    } else {
        let page = ledger.records(tenant, kind, &filter, request);
        let count = ledger.records_total(tenant, kind, &filter, request);
        Listing::read(&uri, &query, request, page, count).await?
    };
    Ok(listing.answer(resource, related.included(&query)))
}

fn filter(kind: Kind, query: &Query) -> Result<RecordFilter, Errors> {
    let mut errors = Errors::new();
    let external_id = query.filter(kind.declaration().external_id);
    let external_id = errors.check(external_id.map(query::external_id).transpose());
    let deleted = errors.check(query::deleted(query));
    errors.or(RecordFilter {
        external_id: external_id.flatten(),
        deleted: deleted.unwrap_or_default(),
    })
}
