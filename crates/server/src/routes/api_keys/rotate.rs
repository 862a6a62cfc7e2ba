use axum::extract::State;
use axum::http::{StatusCode, Uri};
use wellhead_core::audit::{About, Act, Detail, Fact, Value};
use wellhead_core::cause::Author;
use wellhead_core::id::KeyId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use super::made;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::{Shows, Takes};
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::api_key::{self, ROTATION};
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::told::Told;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(
        format!("{}/rotations", super::ONE),
        Role::Admin,
        api_key::QUERY,
        rotate,
    )
    .audited_durably(Act::Rotate, About::Key)
    .takes(Takes::New(&ROTATION))
    .answers(StatusCode::CREATED, Shows::Resource(&api_key::SHAPE))
}

/// Shows the key that takes the place of the one in the path.
async fn rotate(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<KeyId>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = api_key::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, ROTATION.of)?;
    let overlap = incoming::rotation::overlap(object)?;
    let rotated = app.ledger.key_rotate(tenant, id, overlap).await;
    let (rotated, token) = rotated.map_err(|error| Pointers::GONE.blame(error))?;
    let successor = rotated.successor.id.uuid();
    let told = Told {
        detail: Detail::default().and(Fact::Successor, Value::Id(successor)),
        ..Told::default()
    };
    Ok(made(&rotated.successor, &token, &query, &uri).telling(told))
}
