use axum::extract::State;
use axum::http::Uri;
use wellhead_core::cause::Author;
use wellhead_core::id::WebhookAttemptId;
use wellhead_core::tenant::Role;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::webhook_attempt;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, webhook_attempt::QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .needs(Role::Admin)
        .shows(&webhook_attempt::SHAPE)
}

async fn retrieve(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WebhookAttemptId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = webhook_attempt::QUERY.parse(uri.query())?;
    let found = app.ledger.webhook_attempt(tenant, id).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    let data = webhook_attempt::resource(&found, &query.fields);
    let answer = Answer::resource(&self_link(&uri), data, None);
    let answer = answer.with_version(&webhook_attempt::times(&found));
    answer.under(&conditions)
}
