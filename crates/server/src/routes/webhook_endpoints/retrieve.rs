use axum::extract::State;
use axum::http::Uri;
use wellhead_core::cause::Author;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::tenant::Role;

use super::{answer, find};
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::webhook_endpoint;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, webhook_endpoint::QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .needs(Role::Admin)
        .shows(&webhook_endpoint::SHAPE)
}

async fn retrieve(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WebhookEndpointId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = webhook_endpoint::QUERY.parse(uri.query())?;
    let found = find(&app.ledger, tenant, id).await?;
    answer(&found, None, &query, &self_link(&uri)).under(&conditions)
}
