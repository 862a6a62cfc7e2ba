use async_trait::async_trait;
use wellhead_core::command::NewWorkspaceConnector;
use wellhead_core::resource::WorkspaceConnector;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, FROM, activation};
use crate::error::Refused;
use crate::session::Parameters;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// An activation that must exist; it is made if it does not.
pub(crate) struct Ensure<'a>(pub(crate) &'a NewWorkspaceConnector);

#[async_trait]
impl Work for Ensure<'_> {
    type Done = WorkspaceConnector;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<WorkspaceConnector, (usize, Refused)> {
        let ensured = writer.workspace_connector_ensure(self.0).await;
        ensured.map_err(whole)
    }
}

impl Writer<'_> {
    /// The oldest active activation of a connector, or a new one.
    async fn workspace_connector_ensure(
        &self,
        wanted: &NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, Refused> {
        // A connector may be activated twice, so no constraint can stop two concurrent calls.
        self.lock(wanted.connector.uuid().as_u128()).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM {FROM} \
             WHERE w.workspace_pk = $1 AND c.connector_id = $2 AND w.deleted_at IS NULL \
             ORDER BY w.created_at, w.workspace_connector_id LIMIT 1"
        );
        let parameters: Parameters<'_> = &[self.tenant.pk(), &wanted.connector.uuid()];
        match self.query_opt(&sql, parameters).await? {
            Some(row) => Ok(activation(&row)?),
            None => self.workspace_connector_insert(wanted).await,
        }
    }
}
