use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::WorkspaceConnectorChanges;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{JobKind, Status};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use super::wind_down::wind_down;
use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::parameter::flag;
use crate::path::Id;
use crate::permission::Admin;

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run"],
    ..QuerySpec::NONE
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::delete(super::ONE, Role::Admin, QUERY, delete).deferring()
}

/// Disables it at once; the links that went through it, and then it, are deleted by a job.
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
