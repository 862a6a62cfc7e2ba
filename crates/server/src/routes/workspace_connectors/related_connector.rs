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
use crate::resources::connector;
use crate::routes::connectors;

const QUERY: QuerySpec = QuerySpec {
    filters: listing::DELETED.filters,
    ..connector::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/{}", super::ONE, connector::TYPE);
    Endpoint::get(path, QUERY, related_connector).shows(&connector::SHAPE)
}

async fn related_connector(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let activation = super::find(&app.ledger, tenant, id, listing::deleted(&query)?).await?;
    let answer = connectors::one(
        &app.ledger,
        tenant,
        activation.connector,
        &query,
        &self_link(&uri),
    )
    .await?;
    answer.under(&conditions)
}
