use axum::extract::State;
use axum::http::Uri;
use wellhead_core::cause::Author;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use super::find;
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::extract::query;
use crate::resources::webhook_attempt;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const QUERY: QuerySpec = QuerySpec {
    sort: &["started_at"],
    page: Some(query::PAGES),
    ..webhook_attempt::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(format!("{}/attempts", super::ONE), QUERY, list)
        .unaudited(Unaudited::Impersonal)
        .needs(Role::Admin)
        .lists(&webhook_attempt::SHAPE)
}

async fn list(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WebhookEndpointId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let request = query::page_request(&query)?;
    find(&app.ledger, tenant, id).await?;
    let page = app.ledger.webhook_attempts(tenant, id, request);
    let count = app.ledger.webhook_attempts_total(tenant, id, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let item = |it, meta| webhook_attempt::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}
