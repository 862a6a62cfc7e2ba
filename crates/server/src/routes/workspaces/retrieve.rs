use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceId;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::path::{Id, self_link};
use crate::permission::Reader;
use crate::resources::workspace;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, workspace::QUERY, retrieve).shows(&workspace::SHAPE)
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
