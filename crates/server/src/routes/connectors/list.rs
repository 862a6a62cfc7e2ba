use axum::extract::State;
use axum::http::Uri;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::connector;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const QUERY: QuerySpec = QuerySpec {
    sort: query::SORT,
    page: Some(query::PAGES),
    ..connector::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(connector::PATH, QUERY, list)
        .unaudited(Unaudited::Impersonal)
        .lists(&connector::SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let request = query::page_request(&query)?;
    let page = app.ledger.connectors(tenant, request);
    let count = app.ledger.connectors_total(tenant, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let item = |it, meta| connector::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}
