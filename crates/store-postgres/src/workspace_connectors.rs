mod create;
mod delete;
mod ensure;
mod list;
mod lock;
mod update;

pub(crate) use lock::Lock;

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::command::NewWorkspaceConnector;
use wellhead_core::id::{ConnectorId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{Connector, Deleted, WorkspaceConnector, WorkspaceConnectorFilter};
use wellhead_core::store::{ApplyError, ConnectorStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::connectors;
use crate::row::{id, label, seen, times};

/// The columns of [`activation`]: of an activation `w` and its connector `c`.
const COLUMNS: &str = "w.workspace_connector_id, c.connector_id, w.status::text, \
                       w.created_at, w.updated_at, w.deleted_at";

/// Where the columns come from.
const FROM: &str =
    "core_api.workspace_connectors w JOIN core_api.connectors c ON c.pk = w.connector_pk";

#[async_trait]
impl ConnectorStore for PostgresStore {
    async fn connector_get(
        &self,
        tenant: Tenant,
        id: ConnectorId,
    ) -> Result<Option<Connector>, StoreError> {
        connectors::get(&self.session(tenant).await?, id).await
    }

    async fn connector_list(
        &self,
        tenant: Tenant,
        slice: Slice,
    ) -> Result<Vec<Connector>, StoreError> {
        connectors::list(&self.session(tenant).await?, slice).await
    }

    async fn connector_find(
        &self,
        tenant: Tenant,
        ids: &[ConnectorId],
    ) -> Result<Vec<Connector>, StoreError> {
        connectors::find(&self.session(tenant).await?, ids).await
    }

    async fn connector_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError> {
        connectors::count(&self.session(tenant).await?, created).await
    }

    async fn workspace_connector_get(
        &self,
        tenant: Tenant,
        id: WorkspaceConnectorId,
        deleted: Deleted,
    ) -> Result<Option<WorkspaceConnector>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {FROM} \
             WHERE w.workspace_pk = $1 AND w.workspace_connector_id = $2{}",
            seen("w", deleted)
        );
        let session = self.session(tenant).await?;
        let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
        row.as_ref().map(activation).transpose()
    }

    async fn workspace_connector_list(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        slice: Slice,
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let (sql, arguments) = list::slice(tenant, filter, slice);
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(activation).collect()
    }

    async fn workspace_connector_find(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {FROM} \
             WHERE w.workspace_pk = $1 AND w.workspace_connector_id = ANY ($2)"
        );
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
        rows.iter().map(activation).collect()
    }

    async fn workspace_connector_count(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        let (sql, arguments) = list::count(tenant, filter, created);
        let session = self.long_session(tenant).await?;
        session.count(&sql, &arguments.as_parameters()).await
    }

    async fn workspace_connector_ensure(
        &self,
        tenant: Tenant,
        at: Timestamp,
        wanted: NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, ApplyError> {
        self.write(tenant, at, &ensure::Ensure(&wanted)).await
    }
}

/// Reads a row of [`COLUMNS`].
fn activation(row: &Row) -> Result<WorkspaceConnector, StoreError> {
    Ok(WorkspaceConnector {
        id: id(row, 0),
        connector: id(row, 1),
        status: label(row, 2)?,
        times: times(row, 3),
    })
}
