use axum::extract::State;
use axum::http::Uri;
use wellhead_jsonapi::query::QuerySpec;

use crate::answer::Answer;
use crate::app::App;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::listing::{self, Listing};
use crate::permission::Reader;
use crate::resources::connector;

const QUERY: QuerySpec = QuerySpec {
    sort: listing::SORT,
    page: Some(listing::PAGES),
    ..connector::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(connector::PATH, QUERY, list).lists(&connector::SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let request = listing::page_request(&query)?;
    let page = app.ledger.connectors(tenant, request).await?;
    let count = app.ledger.connectors_total(tenant, request);
    let listing = Listing {
        uri: &uri,
        related: None,
        request,
        page: &page,
        total: listing::total(&query, count).await?,
    };
    let item = |it, meta| connector::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}
