use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::{Command, Subject};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::ResourceObject;

use crate::answer::Answer;
use crate::app::App;
use crate::body::Body;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::{Failure, Place};
use crate::incoming;
use crate::path::{Id, self_link};
use crate::permission::Syncer;
use crate::resources::link;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |syncer, app, id, uri, conditions, body| {
        update(kind, syncer, app, id, uri, conditions, body)
    };
    Endpoint::patch(super::path(kind), Role::Sync, link::query(kind), handler)
        .updates(link::shape(kind))
}

async fn update(
    kind: Kind,
    Syncer(tenant): Syncer,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = link::query(kind).parse(uri.query())?;
    let object = ResourceObject::update(&body, kind.wire().link, &id)?;
    let changes = incoming::link::update(kind, object, &Lids::new())?;
    let command = Command::LinkUpdate(kind, id, changes);
    let commands = conditions.guard(Subject::Link(kind, id), command);
    let outcome = app.change(tenant, commands, &Place::data()).await?;
    let link = super::written(outcome);
    super::answer(&app.ledger, tenant, kind, &link, &query, &self_link(&uri)).await
}
