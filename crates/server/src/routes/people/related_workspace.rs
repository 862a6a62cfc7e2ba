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
use crate::resources::workspace;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;
use crate::routes::workspaces;

const QUERY: QuerySpec = QuerySpec {
    filters: query::DELETED.filters,
    ..workspace::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/{}", super::ONE, workspace::TYPE);
    Endpoint::get(path, QUERY, related_workspace).shows(&workspace::SHAPE)
}

async fn related_workspace(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    super::find(&app.ledger, tenant, id, query::deleted(&query)?).await?;
    let answer = workspaces::own(&app.ledger, tenant, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
