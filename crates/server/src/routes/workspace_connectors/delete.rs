use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::{Command, Subject};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::{Failure, Place};
use crate::path::Id;
use crate::permission::Admin;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::delete(super::ONE, Role::Admin, delete)
}

/// Deletes the links that went through it, too.
async fn delete(
    Admin(tenant): Admin,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let commands = conditions.guard(
        Subject::WorkspaceConnector(id),
        Command::WorkspaceConnectorDelete(id),
    )?;
    app.change(tenant, commands, &Place::GONE).await?;
    Ok(Answer::no_content())
}
