use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::{Command, Subject};
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Place};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::delete(super::ONE, Role::Sync, QuerySpec::NONE, delete).removes()
}

/// Deletes the person's links, too.
async fn delete(
    Syncer(tenant): Syncer,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let record = Kind::People.record(id);
    let commands = conditions.guard(Subject::Record(record), Command::RecordDelete(record));
    app.change(tenant, commands, &Place::GONE).await?;
    Ok(Answer::no_content())
}
