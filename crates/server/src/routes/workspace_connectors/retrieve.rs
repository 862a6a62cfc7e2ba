use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_jsonapi::query::QuerySpec;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::listing;
use crate::path::{Id, self_link};
use crate::permission::Reader;
use crate::resources::workspace_connector;

/// What a retrieve, from wherever, can be asked for.
pub(in crate::routes) const QUERY: QuerySpec = QuerySpec {
    filters: listing::DELETED.filters,
    ..workspace_connector::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, QUERY, retrieve).shows(&workspace_connector::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let deleted = listing::deleted(&query)?;
    let activation = super::find(&app.ledger, tenant, id, deleted).await?;
    let answer = super::answer(&app.ledger, tenant, &activation, &query, &self_link(&uri)).await?;
    Ok(answer.unless_known(&conditions))
}
