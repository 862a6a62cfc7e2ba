use axum::extract::State;
use axum::http::Uri;
use wellhead_core::command::WorkspaceConnectorChanges;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{JobKind, Status};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::QuerySpec;

use super::wind_down::wind_down;
use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::parameter::flag;
use crate::path::Id;
use crate::permission::Admin;

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run"],
    ..QuerySpec::NONE
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::delete(super::ONE, Role::Admin, QUERY, delete).defers()
}

/// Disables it at once; the links that went through it, and then it, are deleted by a job.
async fn delete(
    Admin(tenant): Admin,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let dry_run = flag(&query, "dry_run")?;
    let disable = WorkspaceConnectorChanges {
        status: Some(Status::Disabled),
        restore: false,
    };
    let kind = JobKind::Delete;
    wind_down(&app, tenant, id, kind, disable, &conditions, dry_run).await
}
