use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecordId;
use wellhead_jsonapi::query::QuerySpec;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::listing;
use crate::path::{Id, self_link};
use crate::permission::Reader;
use crate::resources::person;

/// What a retrieve, from wherever, can be asked for.
pub(in crate::routes) const QUERY: QuerySpec = QuerySpec {
    filters: listing::DELETED.filters,
    ..person::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, QUERY, retrieve).shows(&person::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let deleted = listing::deleted(&query)?;
    let person = super::find(&app.ledger, tenant, id, deleted).await?;
    let answer = super::answer(&app.ledger, tenant, &person, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
