use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use super::answer;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::Takes;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::webhook_endpoint::{self, ROTATION};
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::with_query;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(
        format!("{}/rotations", super::ONE),
        Role::Admin,
        webhook_endpoint::QUERY,
        rotate,
    )
    .audited(Act::Rotate, About::Webhook)
    .takes(Takes::New(&ROTATION))
    .shows(&webhook_endpoint::SHAPE)
}

/// Shows the endpoint with its new secret, which is never shown again.
async fn rotate(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WebhookEndpointId>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = webhook_endpoint::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, ROTATION.of)?;
    let overlap = incoming::rotation::overlap(object)?;
    let rotated = app.ledger.webhook_rotate(tenant, id, overlap).await;
    let (rotated, secret) = rotated.map_err(|error| Pointers::GONE.blame(error))?;
    let url = with_query(&webhook_endpoint::path(id), &uri);
    Ok(answer(&rotated, Some(&secret), &query, &url))
}
