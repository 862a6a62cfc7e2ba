use wellhead_core::audit::Act;
use wellhead_core::cause::Author;
use wellhead_core::command::{Rejection, WorkspaceConnectorChanges};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Deleted, JobKind, Selection, WorkspaceConnector};
use wellhead_core::store::ApplyError;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Meta;

use crate::app::App;
use crate::extract::conditions::Conditions;
use crate::resources::workspace_connector;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::told::Told;

/// Disables a connector, and leaves its links (and the connector itself, if `kind` says so) to a job.
///
/// The change checks the client's version atomically; the job is opened afterwards. If the process dies in between,
/// the connector is disabled and the client has no answer. Asking again opens the job, which is harmless to run twice.
pub(super) async fn wind_down(
    app: &App,
    author: Author,
    id: WorkspaceConnectorId,
    kind: JobKind,
    changes: WorkspaceConnectorChanges,
    conditions: &Conditions,
) -> Result<Answer, Failure> {
    let expected = conditions.expected(changes.restore);
    let pointers = Pointers::data();
    let disabled = app
        .ledger
        .workspace_connector_update(author, id, changes, expected);
    disabled.await.map_err(|error| pointers.blame(error))?;
    match app.defer(author.tenant, kind, links_of(id), false).await {
        // Here the URL names the connector.
        Err(ApplyError::Rejected {
            rejection: Rejection::WorkspaceConnectorNotFound,
            ..
        }) => Err(Failure::not_found()),
        deferred => {
            let answer = deferred.map_err(|error| pointers.blame(error))?;
            Ok(answer.telling(Told {
                act: Some(Act::Disconnect),
                ..Told::default()
            }))
        }
    }
}

/// A connector, and what it would lose if it were wound down.
///
/// Nothing changes, so checking the client's version need not be atomic with the count.
pub(super) async fn loss(
    ledger: &Ledger,
    tenant: Tenant,
    id: WorkspaceConnectorId,
    deleted: Deleted,
    conditions: &Conditions,
) -> Result<(WorkspaceConnector, Meta<'static>), Failure> {
    let activation = super::find(ledger, tenant, id, deleted).await?;
    conditions.check(&activation.times)?;
    let links = ledger.selected(tenant, &links_of(id)).await?;
    let loss = Meta::default().and(workspace_connector::WOULD_DELETE, links);
    Ok((activation, loss))
}

/// All the links that went through a connector.
fn links_of(id: WorkspaceConnectorId) -> Selection {
    Selection {
        workspace_connector: Some(id),
        ..Selection::default()
    }
}
