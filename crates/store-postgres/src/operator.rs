//! What an operator does, across tenants.

mod connectors;
mod keys;
mod operation;
mod recount;
mod removal;
mod workspaces;

use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::audit::Entry;
use wellhead_core::id::{ConnectorId, KeyId, WorkspaceId};
use wellhead_core::key::{Key, KeyRotation, NewKey, Rotated};
use wellhead_core::limits::LimitChanges;
use wellhead_core::privacy::LegalChanges;
use wellhead_core::privacy::removal::{Contents, DeletedWorkspace};
use wellhead_core::recount::Miscount;
use wellhead_core::resource::{Connector, ExternalId, Name, Slug, Workspace, WorkspaceSize};
use wellhead_core::store::{OperatorError, OperatorStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::audit::append;
use crate::error::failed;
use crate::row::id;
use crate::session::Parameters;

use operation::{Operation, Pace};

impl PostgresStore {
    /// The rows of an operator's quick statement.
    async fn operate(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StoreError> {
        let rows = self.try_to_operate(Pace::Quick, sql, parameters).await?;
        rows.map_err(failed)
    }

    /// The rows of an operator's statement that may take long.
    async fn operate_unhurried(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let pace = Pace::Unhurried;
        let rows = self.try_to_operate(pace, sql, parameters).await?;
        rows.map_err(failed)
    }

    /// The row of an operator's statement that changes a workspace or its keys, and what `audited` says of it added to the
    /// audit log, both or none. The statement's first two columns are the workspace's `pk` and its public id. `None` if it
    /// changes nothing.
    async fn operate_audited(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        audited: Entry,
    ) -> Result<Option<Row>, StoreError> {
        let mut client = self.operator.get().await?;
        let operation = Operation::begin(&mut client, Pace::Quick).await?;
        let rows = operation.query(sql, parameters).await?;
        let row = rows.map_err(failed)?.pop();
        if let Some(row) = &row {
            let tenant = Tenant::of(id(row, 1), row.get(0));
            let added = append(operation.transaction(), tenant, vec![audited]);
            operation.answer(added).await?.map_err(failed)?;
        }
        operation.commit().await?;
        client.answered();
        Ok(row)
    }

    /// The rows of an operator's statement, or the database's own error if it fails.
    async fn try_to_operate(
        &self,
        pace: Pace,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Result<Vec<Row>, tokio_postgres::Error>, StoreError> {
        let mut client = self.operator.get().await?;
        let operation = Operation::begin(&mut client, pace).await?;
        let rows = operation.query(sql, parameters).await?;
        if rows.is_ok() {
            operation.commit().await?;
            client.answered();
        }
        Ok(rows)
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
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        workspaces::create(self, at, id, name, external_id, audited).await
    }

    async fn workspace_list(&self) -> Result<Vec<Workspace>, OperatorError> {
        workspaces::list(self).await
    }

    async fn workspace_sizes(
        &self,
        at: Timestamp,
    ) -> Result<Vec<(Workspace, WorkspaceSize)>, OperatorError> {
        workspaces::sizes(self, at).await
    }

    async fn workspace_rename(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        name: &Name,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        workspaces::rename(self, at, id, name, audited).await
    }

    async fn workspace_suspend(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        let suspended = workspaces::suspend(self, at, id, audited).await?;
        self.keys.forget_workspace(id);
        Ok(suspended)
    }

    async fn workspace_resume(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        let resumed = workspaces::resume(self, at, id, audited).await?;
        self.keys.forget_workspace(id);
        Ok(resumed)
    }

    async fn workspace_limit(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        changes: LimitChanges,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        let limited = workspaces::limit(self, at, id, changes, audited).await?;
        self.keys.forget_workspace(id);
        Ok(limited)
    }

    async fn workspace_contents(&self, id: WorkspaceId) -> Result<Contents, OperatorError> {
        removal::contents(self, id).await
    }

    async fn workspace_recount(
        &self,
        id: WorkspaceId,
        repair: bool,
    ) -> Result<Vec<Miscount>, OperatorError> {
        recount::recount(self, id, repair).await
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

    async fn connector_update(
        &self,
        at: Timestamp,
        slug: &Slug,
        legal: &LegalChanges,
    ) -> Result<Connector, OperatorError> {
        connectors::update(self, at, slug, legal).await
    }

    async fn connectors(&self) -> Result<Vec<Connector>, OperatorError> {
        connectors::list(self).await
    }

    async fn key_create(
        &self,
        at: Timestamp,
        workspace: WorkspaceId,
        new: NewKey,
        audited: Entry,
    ) -> Result<Key, OperatorError> {
        keys::create(self, at, workspace, new, audited).await
    }

    async fn key_list(&self, workspace: Option<WorkspaceId>) -> Result<Vec<Key>, OperatorError> {
        keys::list(self, workspace).await
    }

    async fn key_rotate(
        &self,
        at: Timestamp,
        id: KeyId,
        rotation: KeyRotation,
        audited: Entry,
    ) -> Result<Rotated, OperatorError> {
        let rotated = keys::rotate(self, at, id, &rotation, audited).await?;
        self.keys.forget(id);
        Ok(rotated)
    }

    async fn key_revoke(
        &self,
        at: Timestamp,
        id: KeyId,
        audited: Entry,
    ) -> Result<Key, OperatorError> {
        let revoked = keys::revoke(self, at, id, audited).await?;
        self.keys.forget(id);
        Ok(revoked)
    }
}

/// The row of a statement that always returns one.
fn only(rows: &[Row]) -> Result<&Row, StoreError> {
    row(rows.first())
}

/// A row that is always there.
fn row(row: Option<&Row>) -> Result<&Row, StoreError> {
    row.ok_or_else(|| StoreError::Failed("a statement answered no row".into()))
}
