use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::LinkId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::query::QuerySpec;
use wellhead_jsonapi::request::Relationship;

use super::end::End;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming;
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::routes::relationship::{self, linkage};

pub(super) fn endpoint(end: End) -> Endpoint {
    let path = relationship::path(&super::path(end.kind()), end.name());
    let handler = move |syncer, app, id, uri, conditions, body| {
        update(end, syncer, app, id, uri, conditions, body)
    };
    Endpoint::patch(path, Role::Sync, QuerySpec::NONE, handler)
        .audited(Act::Update, About::Link(end.kind()))
        .updates_linkage(end.shape())
}

async fn update(
    end: End,
    Syncer(author): Syncer,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let kind = end.kind();
    let relationship = Relationship::parse(&body)?;
    let target = incoming::target(relationship, end.name(), &Lids::new())?;
    let (changes, expected) = (end.moved(target), conditions.expected(false));
    let updated = app.ledger.link_update(author, kind, id, changes, expected);
    let link = updated
        .await
        .map_err(|error| Pointers::linkage().blame(error))?;
    let home = link::home(kind, &link);
    Ok(linkage(&uri, home, &link.times, end.name(), end.of(&link)))
}
