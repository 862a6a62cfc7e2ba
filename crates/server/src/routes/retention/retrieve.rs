use axum::extract::State;
use axum::http::Uri;
use wellhead_core::cause::Author;
use wellhead_core::id::WorkspaceId;
use wellhead_core::tenant::Role;

use super::answer;
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::retention;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, retention::QUERY, retrieve)
        .needs(Role::Admin)
        .shows(&retention::SHAPE)
        .unaudited(Unaudited::Impersonal)
}

async fn retrieve(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WorkspaceId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = retention::QUERY.parse(uri.query())?;
    if id != tenant.workspace() {
        return Err(Failure::not_found());
    }
    let policy = app.ledger.retention(tenant).await?;
    let answer = answer(&app.ledger, tenant, &policy, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
