use rusqlite::named_params;
use wellhead_core::command::{Rejection, WorkspaceConnectorChanges};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::WorkspaceConnector;
use wellhead_core::source::Rank;

use super::get::find;
use crate::change::Change;
use crate::disclosures::note_activation;
use crate::error::Undone;
use crate::statement::prepare;

pub(crate) fn update(
    change: &Change<'_>,
    id: WorkspaceConnectorId,
    changes: &WorkspaceConnectorChanges,
) -> Result<WorkspaceConnector, Undone<Rejection>> {
    let (pk, mut activation) = find(change.connection, change.tenant, id)?
        .filter(|(_, activation)| changes.restore || activation.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    let updated_at = change.updated_at(activation.times.updated_at);
    activation.status = changes.status.unwrap_or(activation.status);
    activation.match_rule = changes.match_rule.unwrap_or(activation.match_rule);
    activation.rank = changes.rank.unwrap_or(activation.rank);
    activation.times.updated_at = Some(updated_at);
    activation.times.deleted_at = None;

    let sql = "UPDATE workspace_connectors
        SET status = :status, match_rule = :match_rule, rank = :rank, updated_at = :updated_at, deleted_at = NULL
        WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! {
        ":pk": pk,
        ":status": activation.status.as_str(),
        ":match_rule": activation.match_rule.as_str(),
        ":rank": activation.rank.map(Rank::get),
        ":updated_at": updated_at.as_micros(),
    })?;
    let legal = changes.legal.applied(&activation.legal);
    if legal != activation.legal {
        note_activation(change, pk, updated_at, &legal)?;
        activation.legal = legal;
    }
    Ok(activation)
}
