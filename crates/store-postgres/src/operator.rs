//! What an operator does, across tenants.

mod connectors;
mod keys;
mod removal;
mod workspaces;

use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::id::{ConnectorId, KeyId, WorkspaceId};
use wellhead_core::key::{Key, TokenHash};
use wellhead_core::privacy::removal::{Contents, DeletedWorkspace};
use wellhead_core::resource::{Connector, ExternalId, Name, Slug, Workspace};
use wellhead_core::store::{OperatorError, OperatorStore, StoreError};
use wellhead_core::tenant::{Role, Tenant};
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::error::failed;
use crate::session::Parameters;

impl PostgresStore {
    /// The rows of an operator's statement.
    async fn operate(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StoreError> {
        self.try_to_operate(sql, parameters).await?.map_err(failed)
    }

    /// The same, with the database's own error if the statement fails.
    async fn try_to_operate(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Result<Vec<Row>, tokio_postgres::Error>, StoreError> {
        let client = self.operator.get().await?;
        Ok(client.query(sql, parameters).await)
    }
}

#[async_trait]
impl OperatorStore for PostgresStore {
    async fn workspace_create(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        name: &Name,
        external_id: Option<&ExternalId>,
    ) -> Result<Workspace, OperatorError> {
        workspaces::create(self, at, id, name, external_id).await
    }

    async fn workspace_list(&self) -> Result<Vec<Workspace>, OperatorError> {
        workspaces::list(self).await
    }

    async fn workspace_contents(&self, id: WorkspaceId) -> Result<Contents, OperatorError> {
        removal::contents(self, id).await
    }

    async fn workspace_close(
        &self,
        at: Timestamp,
        id: WorkspaceId,
    ) -> Result<DeletedWorkspace, OperatorError> {
        let closed = removal::close(self, at, id).await?;
        self.keys.forget_workspace(id);
        Ok(closed)
    }

    async fn workspace_empty(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        most: usize,
    ) -> Result<DeletedWorkspace, OperatorError> {
        removal::empty(self, at, id, most).await
    }

    async fn workspaces_deleted(&self) -> Result<Vec<DeletedWorkspace>, OperatorError> {
        removal::deleted(self).await
    }

    async fn tenant(&self, id: WorkspaceId) -> Result<Tenant, OperatorError> {
        workspaces::tenant(self, id).await
    }

    async fn connector_create(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError> {
        connectors::create(self, at, id, slug, name).await
    }

    async fn connector_ensure(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError> {
        connectors::ensure(self, at, id, slug, name).await
    }

    async fn connectors(&self) -> Result<Vec<Connector>, OperatorError> {
        connectors::list(self).await
    }

    async fn key_create(
        &self,
        at: Timestamp,
        id: KeyId,
        workspace: WorkspaceId,
        role: Role,
        hash: TokenHash,
    ) -> Result<Key, OperatorError> {
        keys::create(self, at, id, workspace, role, hash).await
    }

    async fn key_list(&self, workspace: Option<WorkspaceId>) -> Result<Vec<Key>, OperatorError> {
        keys::list(self, workspace).await
    }

    async fn key_revoke(&self, at: Timestamp, id: KeyId) -> Result<Key, OperatorError> {
        let revoked = keys::revoke(self, at, id).await?;
        self.keys.forget(id);
        Ok(revoked)
    }
}

/// The row of a statement that always returns one.
fn only(rows: &[Row]) -> Result<&Row, StoreError> {
    rows.first()
        .ok_or_else(|| StoreError::Failed("a statement answered no row".into()))
}
