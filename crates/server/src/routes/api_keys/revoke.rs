use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::id::KeyId;
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
    Endpoint::delete(super::ONE, Role::Admin, QuerySpec::NONE, revoke)
        .audited_durably(Act::Revoke, About::Key)
        .removes()
}

/// Revokes it. It stays to be seen, as what it did does; it may be the last one, or that of the request.
async fn revoke(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<KeyId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let expected = conditions.expected(false);
    let revoked = app.ledger.key_revoke(tenant, id, expected).await;
    revoked.map_err(|error| Pointers::GONE.blame(error))?;
    Ok(Answer::no_content())
}
