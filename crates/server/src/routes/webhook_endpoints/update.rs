use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::Fieldsets;
use wellhead_jsonapi::request::ResourceObject;

use super::{answer, find, reachable};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming::{self, unchanged};
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::webhook_endpoint;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Admin, webhook_endpoint::QUERY, update)
        .audited(Act::Update, About::Webhook)
        .updates(&webhook_endpoint::SHAPE)
}

/// Whatever changes, a message that has failed is sent again at once.
async fn update(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WebhookEndpointId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = webhook_endpoint::QUERY.parse(uri.query())?;
    let mut object = ResourceObject::update(&body, webhook_endpoint::TYPE, &id)?;
    let shape = &webhook_endpoint::SHAPE;
    if unchanged::is_sent_back(&object, shape, &[]) {
        let (found, fields) = (find(&app.ledger, tenant, id).await?, Fieldsets::default());
        unchanged::forget(
            &mut object,
            shape,
            &webhook_endpoint::resource(&found, None, &fields),
        );
    }
    let changes = incoming::webhook::update(object)?;
    if let Some(url) = &changes.url {
        // A missing endpoint is a 404, wherever the URL leads.
        find(&app.ledger, tenant, id).await?;
        reachable(&app, url).await?;
    }
    let expected = conditions.expected(false);
    let updated = app
        .ledger
        .webhook_update(tenant, id, changes, expected)
        .await;
    let updated = updated.map_err(|error| Pointers::data().blame(error))?;
    Ok(answer(&updated, None, &query, &self_link(&uri)))
}
