use wellhead_core::command::{Outcome, Rejection, WorkspaceConnectorChanges};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, activation};
use crate::error::Refused;
use crate::row::{At, place};
use crate::writer::{Writer, updated_at};

impl Writer<'_> {
    pub(crate) async fn workspace_connector_update(
        &self,
        id: WorkspaceConnectorId,
        changes: &WorkspaceConnectorChanges,
    ) -> Result<Outcome, Refused> {
        let status = match changes.status {
            Some(status) => format!("'{status}'"),
            None => "w.status".to_owned(),
        };
        let match_rule = match changes.match_rule {
            Some(rule) => format!("'{rule}'"),
            None => "w.match_rule".to_owned(),
        };
        let sql = format!(
            "UPDATE core_api.workspace_connectors w \
             SET status = {status}, match_rule = {match_rule}, \
               rank = CASE WHEN $5 THEN $6 ELSE w.rank END, deleted_at = NULL, updated_at = {} \
             FROM core_api.connectors c \
             WHERE c.pk = w.connector_pk AND w.workspace_pk = $1 AND w.workspace_connector_id = $2 \
               AND ($4 OR w.deleted_at IS NULL) \
             RETURNING {COLUMNS}",
            updated_at("w", "$3")
        );
        let row = self
            .query_opt(
                &sql,
                &[
                    self.tenant.pk(),
                    &id.uuid(),
                    &At(self.at),
                    &changes.restore,
                    &changes.rank.is_some(),
                    &place(changes.rank.flatten()),
                ],
            )
            .await?
            .ok_or(Rejection::NotFound)?;
        let activation = activation(&row)?;
        let legal = changes.legal.applied(&activation.legal);
        let activation = self.legal_note(activation, legal).await?;
        Ok(Outcome::WorkspaceConnector(activation))
    }
}
