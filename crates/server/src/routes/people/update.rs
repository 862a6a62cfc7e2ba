use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::{Command, Subject};
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::Pointer;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming;
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::resources::person;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Place, Wanted};
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Sync, person::QUERY, update).updates(&person::SHAPE)
}

async fn update(
    Syncer(tenant): Syncer,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = person::QUERY.parse(uri.query())?;
    let object = ResourceObject::update(&body, person::TYPE, &id)?;
    let changes = incoming::person::update(Kind::People, object)?;
    let record = Kind::People.record(id);
    let place = Place {
        named: None,
        wanted: Wanted::record(Pointer::data(), &changes),
    };
    let command = Command::RecordUpdate(record, changes);
    let commands = conditions.guard(Subject::Record(record), command);
    let outcome = app.change(tenant, commands, &place).await?;
    let person = super::written(outcome);
    super::answer(&app.ledger, tenant, &person, &query, &self_link(&uri)).await
}
