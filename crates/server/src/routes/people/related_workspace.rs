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
use crate::resources::workspace;
use crate::routes::workspaces;

const QUERY: QuerySpec = QuerySpec {
    filters: listing::DELETED.filters,
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
    super::find(&app.ledger, tenant, id, listing::deleted(&query)?).await?;
    let answer = workspaces::own(&app.ledger, tenant, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
