use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::tenant::Role;
use wellhead_core::webhook::EndpointStatus;
use wellhead_jsonapi::request::ResourceObject;

use super::{answer, reachable};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::permission::Admin;
use crate::resources::webhook_endpoint;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::with_query;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(
        webhook_endpoint::PATH,
        Role::Admin,
        webhook_endpoint::QUERY,
        create,
    )
    .audited(Act::Create, About::Webhook)
    .creates(&webhook_endpoint::SHAPE)
}

/// Shows the new endpoint with its secret, which is never shown again.
async fn create(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = webhook_endpoint::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, webhook_endpoint::TYPE)?;
    let (url, wanted) = incoming::webhook::create(object)?;
    reachable(&app, &url).await?;
    let created = app.ledger.webhook_create(
        tenant,
        url,
        wanted.kinds.unwrap_or_default(),
        wanted.status.unwrap_or(EndpointStatus::Enabled),
        wanted.position,
    );
    let created = created.await;
    let (created, secret) = created.map_err(|error| Pointers::data().blame(error))?;
    let location = webhook_endpoint::path(created.id);
    let url = with_query(&location, &uri);
    Ok(answer(&created, Some(&secret), &query, &url).created(location))
}
