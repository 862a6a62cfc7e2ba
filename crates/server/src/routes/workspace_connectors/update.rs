use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::{Command, Subject};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use crate::answer::Answer;
use crate::app::App;
use crate::body::Body;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::{Failure, Place};
use crate::incoming;
use crate::path::{Id, self_link};
use crate::permission::Admin;
use crate::resources::workspace_connector;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Admin, workspace_connector::QUERY, update)
        .updates(&workspace_connector::SHAPE)
}

async fn update(
    Admin(tenant): Admin,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = workspace_connector::QUERY.parse(uri.query())?;
    let object = ResourceObject::update(&body, workspace_connector::TYPE, &id)?;
    let changes = incoming::workspace_connector::update(object)?;
    let command = Command::WorkspaceConnectorUpdate(id, changes);
    let commands = conditions.guard(Subject::WorkspaceConnector(id), command)?;
    let outcome = app.change(tenant, commands, &Place::data()).await?;
    let activation = super::written(outcome);
    super::answer(&app.ledger, tenant, &activation, &query, &self_link(&uri)).await
}
