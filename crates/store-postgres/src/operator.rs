use async_trait::async_trait;
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use uuid::Uuid;
use wellhead_core::id::{ConnectorId, KeyId, WorkspaceId};
use wellhead_core::key::{Key, TokenHash};
use wellhead_core::resource::{Connector, ExternalId, Name, Slug, Workspace};
use wellhead_core::store::{OperatorError, OperatorStore, StoreError};
use wellhead_core::tenant::{Role, Tenant};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::connectors::{self, connector};
use crate::error::failed;
use crate::row::{At, id as read_id, label};
use crate::session::Parameters;
use crate::workspaces::{self, workspace};

/// The columns of [`key`]: of a key `k` and its workspace `w`.
const KEY: &str = "k.api_key_id, w.workspace_id, k.role::text, k.created_at, k.revoked_at";

/// Reads a row of [`KEY`].
fn key(row: &Row) -> Result<Key, StoreError> {
    Ok(Key {
        id: read_id(row, 0),
        workspace: read_id(row, 1),
        role: label(row, 2)?,
        created_at: row.get::<_, At>(3).0,
        revoked_at: row.get::<_, Option<At>>(4).map(|At(at)| at),
    })
}

impl PostgresStore {
    /// The rows that an operator's statement answers.
    async fn operate(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StoreError> {
        self.try_to_operate(sql, parameters).await?.map_err(failed)
    }

    /// The same, with the database's own error where it refuses.
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
        let sql = format!(
            "INSERT INTO core_api.workspaces \
               (workspace_id, name, external_workspace_id, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $4) RETURNING {}",
            workspaces::COLUMNS
        );
        let external_id = external_id.map(ExternalId::as_str);
        let rows = self
            .operate(&sql, &[&id.uuid(), &name.as_str(), &external_id, &At(at)])
            .await?;
        Ok(only(&rows).map(workspace)?)
    }

    async fn workspace_list(&self) -> Result<Vec<Workspace>, OperatorError> {
        let sql = format!(
            "SELECT {} FROM core_api.workspaces ORDER BY created_at, workspace_id",
            workspaces::COLUMNS
        );
        let rows = self.operate(&sql, &[]).await?;
        Ok(rows.iter().map(workspace).collect())
    }

    async fn tenant(&self, id: WorkspaceId) -> Result<Tenant, OperatorError> {
        let sql =
            "SELECT pk FROM core_api.workspaces WHERE workspace_id = $1 AND deleted_at IS NULL";
        let rows = self.operate(sql, &[&id.uuid()]).await?;
        let row = rows.first().ok_or(OperatorError::WorkspaceNotFound(id))?;
        Ok(Tenant::of(id, row.get(0)))
    }

    async fn connector_create(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError> {
        let sql = format!(
            "INSERT INTO core_api.connectors AS c (connector_id, slug, name, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $4) RETURNING {}",
            connectors::COLUMNS
        );
        let parameters: Parameters<'_> = &[&id.uuid(), &slug.as_str(), &name.as_str(), &At(at)];
        match self.try_to_operate(&sql, parameters).await? {
            Ok(rows) => Ok(only(&rows).map(connector)?),
            Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
                Err(OperatorError::SlugTaken(slug.clone()))
            }
            Err(error) => Err(failed(error).into()),
        }
    }

    async fn connector_ensure(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError> {
        self.operate(
            "INSERT INTO core_api.connectors (connector_id, slug, name, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING",
            &[&id.uuid(), &slug.as_str(), &name.as_str(), &At(at)],
        )
        .await?;
        let sql = format!(
            "SELECT {} FROM core_api.connectors c WHERE c.slug = $1",
            connectors::COLUMNS
        );
        let rows = self.operate(&sql, &[&slug.as_str()]).await?;
        Ok(only(&rows).map(connector)?)
    }

    async fn connectors(&self) -> Result<Vec<Connector>, OperatorError> {
        let sql = format!(
            "SELECT {} FROM core_api.connectors c ORDER BY c.slug COLLATE \"C\"",
            connectors::COLUMNS
        );
        let rows = self.operate(&sql, &[]).await?;
        Ok(rows.iter().map(connector).collect())
    }

    async fn key_create(
        &self,
        at: Timestamp,
        id: KeyId,
        workspace: WorkspaceId,
        role: Role,
        hash: TokenHash,
    ) -> Result<Key, OperatorError> {
        let tenant = self.tenant(workspace).await?;
        let sql = format!(
            "WITH k AS ( \
               INSERT INTO core_api.api_keys (api_key_id, workspace_pk, role, token_hash, created_at) \
               VALUES ($1, $2, '{role}', $3, $4) RETURNING *) \
             SELECT {KEY} FROM k JOIN core_api.workspaces w ON w.pk = k.workspace_pk"
        );
        let rows = self
            .operate(&sql, &[&id.uuid(), tenant.pk(), &&hash.0[..], &At(at)])
            .await?;
        Ok(key(only(&rows)?)?)
    }

    async fn key_list(&self, workspace: Option<WorkspaceId>) -> Result<Vec<Key>, OperatorError> {
        if let Some(id) = workspace {
            self.tenant(id).await?;
        }
        let sql = format!(
            "SELECT {KEY} FROM core_api.api_keys k \
             JOIN core_api.workspaces w ON w.pk = k.workspace_pk \
             WHERE $1::uuid IS NULL OR w.workspace_id = $1 ORDER BY k.created_at, k.api_key_id"
        );
        let workspace: Option<Uuid> = workspace.map(WorkspaceId::uuid);
        let rows = self.operate(&sql, &[&workspace]).await?;
        Ok(rows.iter().map(key).collect::<Result<_, _>>()?)
    }

    async fn key_revoke(&self, at: Timestamp, id: KeyId) -> Result<Key, OperatorError> {
        let sql = format!(
            "WITH k AS ( \
               UPDATE core_api.api_keys SET revoked_at = coalesce(revoked_at, $2) \
               WHERE api_key_id = $1 RETURNING *) \
             SELECT {KEY} FROM k JOIN core_api.workspaces w ON w.pk = k.workspace_pk"
        );
        let rows = self.operate(&sql, &[&id.uuid(), &At(at)]).await?;
        self.keys.forget(id);
        Ok(key(rows.first().ok_or(OperatorError::KeyNotFound(id))?)?)
    }
}

/// The row of a statement that always answers one.
fn only(rows: &[Row]) -> Result<&Row, StoreError> {
    rows.first()
        .ok_or_else(|| StoreError::Failed("a statement answered no row".into()))
}
