use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::{Command, Outcome};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::permission::Syncer;
use crate::resources::person;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Place};
use crate::respond::url::with_query;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(person::PATH, Role::Sync, person::QUERY, create)
        .creates(&person::SHAPE)
        .shows(&person::SHAPE)
}

/// 201 with a new person, or 200 with the one that has the external id.
async fn create(
    Syncer(tenant): Syncer,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = person::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, person::TYPE)?;
    let new = incoming::person::create(&app.ledger, Kind::People, object)?;
    let command = Command::RecordCreate(new);
    let outcome = app.change(tenant, vec![command], &Place::data()).await?;
    let is_new = matches!(outcome, Outcome::Record(_));
    let person = super::written(outcome);
    let location = person::path(person.id);
    let url = with_query(&location, &uri);
    let answer = super::answer(&app.ledger, tenant, &person, &query, &url).await?;
    Ok(if is_new {
        answer.created(location)
    } else {
        answer
    })
}
