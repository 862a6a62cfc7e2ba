use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::links::delete_of_workspace_connector;
use crate::row::At;
use crate::writer::{Writer, updated_at};

impl Writer<'_> {
    pub(crate) async fn workspace_connector_delete(
        &self,
        id: WorkspaceConnectorId,
    ) -> Result<Outcome, Refused> {
        let sql = format!(
            "UPDATE core_api.workspace_connectors w SET updated_at = {now}, deleted_at = {now} \
             WHERE w.workspace_pk = $1 AND w.workspace_connector_id = $2 AND w.deleted_at IS NULL \
             RETURNING w.pk",
            now = updated_at("w", "$3"),
        );
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &id.uuid(), &At(self.at)])
            .await?;
        let pk = row.ok_or(Rejection::NotFound)?.get(0);
        for kind in Kind::ALL {
            delete_of_workspace_connector(self, kind, pk).await?;
        }
        Ok(Outcome::Deleted)
    }
}
