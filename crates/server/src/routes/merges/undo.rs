use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::JobId;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::codes;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::resources::merge;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler =
        move |syncer, app, id, uri, conditions| undo(kind, syncer, app, id, uri, conditions);
    Endpoint::delete(super::path(kind), Role::Sync, QuerySpec::NONE, handler)
        .audited(Act::Delete, About::Merge(kind))
        .removes()
        .fails(&codes::MERGE_STAYS)
}

/// Undoes it as a whole. It is still there to be read, and undoing it again does no harm.
async fn undo(
    kind: Kind,
    Syncer(author): Syncer,
    State(app): State<App>,
    Id(id): Id<JobId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    // Nothing changes a merge but the end of its job, before which it cannot be undone, and an undoing.
    let found = super::find(&app.ledger, author.tenant, kind, id).await?;
    conditions.check(&merge::times(&found))?;
    let undone = app.ledger.merge_undo(author, kind, id).await;
    undone.map_err(|error| Pointers::GONE.blame(error))?;
    Ok(Answer::no_content())
}
