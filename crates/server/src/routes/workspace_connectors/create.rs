use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::permission::Admin;
use crate::resources::workspace_connector;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::with_query;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(
        workspace_connector::PATH,
        Role::Admin,
        workspace_connector::QUERY,
        create,
    )
    .audited(Act::Create, About::WorkspaceConnector)
    .creates(&workspace_connector::SHAPE)
}

async fn create(
    Admin(author): Admin,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = workspace_connector::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, workspace_connector::TYPE)?;
    let new = incoming::workspace_connector::create(&app.ledger, object, &Lids::new())?;
    let created = app.ledger.workspace_connector_create(author, new).await;
    let activation = created.map_err(|error| Pointers::data().blame(error))?;
    let location = workspace_connector::path(activation.id);
    let url = with_query(&location, &uri);
    let answer = super::answer(&app.ledger, author.tenant, &activation, &query, &url).await?;
    Ok(answer.created(location))
}
