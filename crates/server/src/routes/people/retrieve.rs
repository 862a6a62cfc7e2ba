use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecordId;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::person;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

/// What a retrieve, from wherever, can be asked for.
pub(in crate::routes) const QUERY: QuerySpec = QuerySpec {
    filters: query::DELETED.filters,
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
    let deleted = query::deleted(&query)?;
    let person = super::find(&app.ledger, tenant, id, deleted).await?;
    let answer = super::answer(&app.ledger, tenant, &person, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
