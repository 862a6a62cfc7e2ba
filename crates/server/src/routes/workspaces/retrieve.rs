use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceId;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::workspace;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, workspace::QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .shows(&workspace::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = workspace::QUERY.parse(uri.query())?;
    if id != tenant.workspace() {
        return Err(Failure::not_found());
    }
    let answer = super::own(&app.ledger, tenant, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
