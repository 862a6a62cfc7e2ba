use wellhead_core::command::{Command, Rejection, Subject, WorkspaceConnectorChanges};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{JobKind, Selection};
use wellhead_core::store::ApplyError;
use wellhead_core::tenant::Tenant;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::failure::{Failure, Place, rejected};

/// Disables a connector, and leaves its links, and itself where `kind` says so, to a job.
///
/// The version that the client has seen is compared in one atomic step with the change; the job comes after it.
/// Should the process die in between, the connector is disabled, the client has no answer, and asking again opens
/// the job: it can run twice without harm.
pub(super) async fn wind_down(
    app: &App,
    tenant: Tenant,
    id: WorkspaceConnectorId,
    kind: JobKind,
    changes: WorkspaceConnectorChanges,
    conditions: &Conditions,
    dry_run: bool,
) -> Result<Answer, Failure> {
    let subject = Subject::WorkspaceConnector(id);
    let commands = if dry_run {
        conditions.expect(subject, changes.restore)
    } else {
        conditions.guard(subject, Command::WorkspaceConnectorUpdate(id, changes))
    };
    let place = Place::data();
    if !commands.is_empty() {
        app.change(tenant, commands, &place).await?;
    }
    let links = Selection {
        workspace_connector: Some(id),
        ..Selection::default()
    };
    match app.defer(tenant, kind, links, dry_run).await {
        // Here it is the URL that names the connector.
        Err(ApplyError::Rejected {
            rejection: Rejection::WorkspaceConnectorNotFound,
            ..
        }) => Err(Failure::not_found()),
        deferred => deferred.map_err(|error| rejected(error, |_| &place)),
    }
}
