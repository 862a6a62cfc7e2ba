use axum::extract::State;
use axum::http::Uri;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Admin;
use crate::extract::query;
use crate::resources::api_key;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const QUERY: QuerySpec = QuerySpec {
    sort: query::SORT,
    page: Some(query::PAGES),
    ..api_key::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get(api_key::PATH, QUERY, list)
        .unaudited(Unaudited::Impersonal)
        .needs(Role::Admin);
    endpoint.lists(&api_key::SHAPE)
}

async fn list(Admin(author): Admin, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let request = query::page_request(&query)?;
    let page = app.ledger.keys(author.tenant, request);
    let count = app.ledger.keys_total(author.tenant, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let item = |it, meta| api_key::resource(it, None, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}
