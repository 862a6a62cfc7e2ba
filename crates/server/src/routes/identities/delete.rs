use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::IdentityId;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler =
        move |syncer, app, id, uri, conditions| delete(kind, syncer, app, id, uri, conditions);
    Endpoint::delete(super::path(kind), Role::Sync, QuerySpec::NONE, handler)
        .audited(Act::Delete, About::Identity(kind))
        .removes()
}

async fn delete(
    kind: Kind,
    Syncer(author): Syncer,
    State(app): State<App>,
    Id(id): Id<IdentityId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let expected = conditions.expected(false);
    let deleted = app.ledger.identity_delete(author, kind, id, expected).await;
    deleted.map_err(|error| Pointers::GONE.blame(error))?;
    Ok(Answer::no_content())
}
