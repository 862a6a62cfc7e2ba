use axum::extract::State;
use axum::http::{StatusCode, Uri};
use wellhead_core::audit::{About, Act};
use wellhead_core::command::WorkspaceConnectorChanges;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Deleted, JobKind, Status};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use super::wind_down::{loss, wind_down};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::Shows;
use crate::extract::conditions::Conditions;
use crate::extract::parameter::flag;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::workspace_connector;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run"],
    ..QuerySpec::NONE
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::delete(super::ONE, Role::Admin, QUERY, delete)
        .audited(Act::Disconnect, About::WorkspaceConnector)
        .defers()
        .answers(StatusCode::OK, Shows::Meta(&workspace_connector::LOSS))
}

/// Disables it at once; a job then deletes its links and the connector itself.
async fn delete(
    Admin(author): Admin,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    if flag(&query, "dry_run")? {
        let (_, loss) = loss(
            &app.ledger,
            author.tenant,
            id,
            Deleted::Exclude,
            &conditions,
        )
        .await?;
        return Ok(Answer::meta(loss));
    }
    let disable = WorkspaceConnectorChanges {
        status: Some(Status::Disabled),
        match_rule: None,
        rank: None,
        restore: false,
    };
    wind_down(&app, author, id, JobKind::Delete, disable, &conditions).await
}
