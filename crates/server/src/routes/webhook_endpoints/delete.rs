use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::delete(super::ONE, Role::Admin, QuerySpec::NONE, delete)
        .audited(Act::Delete, About::Webhook)
        .removes()
}

/// Deletes it for good, with its secrets and attempts.
async fn delete(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WebhookEndpointId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let expected = conditions.expected(false);
    let deleted = app.ledger.webhook_delete(tenant, id, expected).await;
    deleted.map_err(|error| Pointers::GONE.blame(error))?;
    Ok(Answer::no_content())
}
