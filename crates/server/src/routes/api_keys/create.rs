use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use super::made;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::permission::Admin;
use crate::resources::api_key;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};

/// The token leaves once the log has it that the key was made.
pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(api_key::PATH, Role::Admin, api_key::QUERY, create)
        .audited_durably(Act::Create, About::Key)
        .creates(&api_key::SHAPE)
}

async fn create(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = api_key::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, api_key::TYPE)?;
    let wanted = incoming::api_key::create(object, app.ledger.now())?;
    let created = app
        .ledger
        .key_create(tenant, wanted.role, wanted.name, wanted.expires_at)
        .await;
    let (key, token) = created.map_err(|error| Pointers::data().blame(error))?;
    Ok(made(&key, &token, &query, &uri))
}
