use wellhead_core::command::{NewWorkspaceConnector, Outcome, Rejection};
use wellhead_core::resource::{Times, WorkspaceConnector};
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::At;
use crate::writer::Writer;

impl Writer<'_> {
    pub(crate) async fn workspace_connector_create(
        &self,
        new: &NewWorkspaceConnector,
    ) -> Result<Outcome, Refused> {
        let made = self.workspace_connector_insert(new).await?;
        Ok(Outcome::WorkspaceConnector(made))
    }

    pub(super) async fn workspace_connector_insert(
        &self,
        new: &NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, Refused> {
        let sql = format!(
            "WITH connector AS (SELECT pk FROM core_api.connectors WHERE connector_id = $1), \
             made AS ( \
               INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, \
                 connector_pk, status, created_at, updated_at) \
               SELECT $2, $3, connector.pk, '{}', $4, $4 FROM connector \
               ON CONFLICT DO NOTHING RETURNING 1) \
             SELECT EXISTS (SELECT FROM connector), EXISTS (SELECT FROM made)",
            new.status
        );
        let row = self
            .query_opt(
                &sql,
                &[
                    &new.connector.uuid(),
                    &new.id.get().uuid(),
                    self.tenant.pk(),
                    &At(self.at),
                ],
            )
            .await?;
        let (is_known, is_made) = row.map_or((false, false), |row| (row.get(0), row.get(1)));
        if !is_known {
            return Err(Rejection::ConnectorNotFound.into());
        }
        if !is_made {
            return Err(Rejection::IdTaken.into());
        }
        Ok(WorkspaceConnector {
            id: new.id.get(),
            connector: new.connector,
            status: new.status,
            times: Times {
                created_at: self.at,
                updated_at: Some(self.at),
                deleted_at: None,
            },
        })
    }
}
