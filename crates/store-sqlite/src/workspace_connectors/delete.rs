use wellhead_core::command::Rejection;
use wellhead_core::id::WorkspaceConnectorId;

use super::get::find;
use crate::change::Change;
use crate::error::Undone;
use crate::links;

/// Soft-deletes an activation and the links that point to it.
pub(crate) fn delete(
    change: &Change<'_>,
    id: WorkspaceConnectorId,
) -> Result<(), Undone<Rejection>> {
    let (pk, _) = find(change.connection, change.tenant, id)?
        .filter(|(_, activation)| activation.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    change.soft_delete("workspace_connectors", "pk", pk)?;
    links::delete_of_workspace_connector(change, pk)?;
    Ok(())
}
