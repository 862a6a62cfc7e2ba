use axum::extract::State;
use axum::http::Uri;
use wellhead_core::record::{EachKind, Kind};
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::merge;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| QuerySpec {
    sort: query::SORT,
    page: Some(query::PAGES),
    ..merge::query(kind)
});

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |reader, app, uri| list(kind, reader, app, uri);
    let shape = merge::shape(kind);
    Endpoint::get(shape.path, *QUERIES.of(kind), handler)
        .unaudited(Unaudited::PlainRead)
        .lists(shape)
}

async fn list(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERIES.of(kind).parse(uri.query())?;
    let request = query::page_request(&query)?;
    let page = app.ledger.merges(tenant, kind, request);
    let count = app.ledger.merges_total(tenant, kind, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let related = Related::of_merges(&app.ledger, tenant, kind, listing.items(), &query).await?;
    let item = |it, meta| merge::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, related.included(&query)))
}
