use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::connector;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;
use crate::routes::connectors;

const QUERY: QuerySpec = QuerySpec {
    filters: query::DELETED.filters,
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
    let activation = super::find(&app.ledger, tenant, id, query::deleted(&query)?).await?;
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
