use axum::extract::State;
use axum::http::Uri;
use wellhead_core::privacy::SuppressionFilter;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::suppression::{self, ERASURE, SHAPE};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const QUERY: QuerySpec = QuerySpec {
    filters: &[ERASURE],
    sort: query::SORT,
    page: Some(query::PAGES),
    ..suppression::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(suppression::PATH, QUERY, list)
        .unaudited(Unaudited::Impersonal)
        .lists(&SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let request = query::page_request(&query)?;
    let filter = SuppressionFilter {
        erasure: query::filter(&query, ERASURE)?,
    };
    let page = app.ledger.suppressions(tenant, filter, request);
    let count = app.ledger.suppressions_total(tenant, filter, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let item = |it, meta| suppression::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}
