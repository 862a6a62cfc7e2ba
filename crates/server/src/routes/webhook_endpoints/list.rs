use axum::extract::State;
use axum::http::Uri;
use wellhead_core::cause::Author;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Admin;
use crate::extract::query;
use crate::resources::webhook_endpoint;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const QUERY: QuerySpec = QuerySpec {
    sort: query::SORT,
    page: Some(query::PAGES),
    ..webhook_endpoint::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(webhook_endpoint::PATH, QUERY, list)
        .unaudited(Unaudited::Impersonal)
        .needs(Role::Admin)
        .lists(&webhook_endpoint::SHAPE)
}

async fn list(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let request = query::page_request(&query)?;
    let page = app.ledger.webhooks(tenant, request);
    let count = app.ledger.webhooks_total(tenant, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let item = |it, meta| webhook_endpoint::resource(it, None, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}
