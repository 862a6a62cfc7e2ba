use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::Command;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::ResourceObject;

use crate::answer::Answer;
use crate::app::App;
use crate::body::Body;
use crate::endpoint::Endpoint;
use crate::failure::{Failure, Place};
use crate::incoming;
use crate::path::with_query;
use crate::permission::Admin;
use crate::resources::workspace_connector;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(
        workspace_connector::PATH,
        Role::Admin,
        workspace_connector::QUERY,
        create,
    )
    .creates(&workspace_connector::SHAPE)
}

async fn create(
    Admin(tenant): Admin,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = workspace_connector::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, workspace_connector::TYPE)?;
    let new = incoming::workspace_connector::create(&app.ledger, object, &Lids::new())?;
    let command = Command::WorkspaceConnectorCreate(new);
    let outcome = app.change(tenant, vec![command], &Place::data()).await?;
    let activation = super::written(outcome);
    let location = workspace_connector::path(activation.id);
    let url = with_query(&location, &uri);
    let answer = super::answer(&app.ledger, tenant, &activation, &query, &url).await?;
    Ok(answer.created(location))
}
