//! What an operator does, across tenants.

mod connectors;
mod keys;
mod recount;
mod removal;
mod workspaces;

use async_trait::async_trait;
use wellhead_core::audit::Entry;
use wellhead_core::id::{ConnectorId, KeyId, WorkspaceId};
use wellhead_core::key::{Key, KeyRotation, NewKey, Rotated};
use wellhead_core::limits::LimitChanges;
use wellhead_core::privacy::LegalChanges;
use wellhead_core::privacy::removal::{Contents, DeletedWorkspace};
use wellhead_core::recount::Miscount;
use wellhead_core::resource::{Connector, ExternalId, Name, Slug, Workspace, WorkspaceSize};
use wellhead_core::store::{OperatorError, OperatorStore};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::SqliteStore;
use crate::error::Undone;

type Done<T> = Result<T, Undone<OperatorError>>;

#[async_trait]
impl OperatorStore for SqliteStore {
    async fn workspace_create(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        name: &Name,
        external_id: Option<&ExternalId>,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        let (name, external_id) = (name.clone(), external_id.cloned());
        self.pool
            .write(move |connection| {
                workspaces::create(connection, at, id, name, external_id, audited)
            })
            .await
    }

    async fn workspace_list(&self) -> Result<Vec<Workspace>, OperatorError> {
        Ok(self.pool.read_of_all(workspaces::list).await?)
    }

    async fn workspace_sizes(
        &self,
        at: Timestamp,
    ) -> Result<Vec<(Workspace, WorkspaceSize)>, OperatorError> {
        let sizes = self.pool.read_of_all(move |it| workspaces::sizes(it, at));
        Ok(sizes.await?)
    }

    async fn workspace_rename(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        name: &Name,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        let name = name.clone();
        self.pool
            .write(move |connection| workspaces::rename(connection, at, id, &name, audited))
            .await
    }

    async fn workspace_suspend(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        let suspended = self
            .pool
            .write(move |connection| workspaces::suspend(connection, at, id, audited))
            .await?;
        self.keys.forget_workspace(id);
        Ok(suspended)
    }

    async fn workspace_resume(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        audited: Entry,
    ) -> Result<Workspace, OperatorError> {
        let resumed = self
            .pool
            .write(move |connection| workspaces::resume(connection, at, id, audited))
            .await?;
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
        let limited = self
            .pool
            .write(move |connection| workspaces::limit(connection, at, id, changes, audited))
            .await?;
        self.keys.forget_workspace(id);
        Ok(limited)
    }

    async fn workspace_contents(&self, id: WorkspaceId) -> Result<Contents, OperatorError> {
        self.pool
            .read_of_all(move |connection| removal::contents(connection, id))
            .await?
            .ok_or(OperatorError::WorkspaceNotFound(id))
    }

    async fn workspace_recount(
        &self,
        id: WorkspaceId,
        repair: bool,
    ) -> Result<Vec<Miscount>, OperatorError> {
        let mut counted = self
            .pool
            .read_of_all(move |connection| {
                let snapshot = connection.unchecked_transaction()?;
                recount::recount(&snapshot, id, false)
            })
            .await?;
        // Only what is to be mended keeps others from writing.
        if repair && counted.as_ref().is_some_and(|wrong| !wrong.is_empty()) {
            counted = self
                .pool
                .write(move |connection| -> Done<_> { Ok(recount::recount(connection, id, true)?) })
                .await?;
        }
        counted.ok_or(OperatorError::WorkspaceNotFound(id))
    }

    async fn workspace_close(
        &self,
        at: Timestamp,
        id: WorkspaceId,
    ) -> Result<DeletedWorkspace, OperatorError> {
        let closed = self
            .pool
            .write(move |connection| removal::close(connection, at, id))
            .await?;
        self.keys.forget_workspace(id);
        Ok(closed)
    }

    async fn workspace_empty(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        most: usize,
    ) -> Result<DeletedWorkspace, OperatorError> {
        let removal = self
            .pool
            .write(move |connection| removal::empty(connection, at, id, most))
            .await?;
        if removal.completed_at.is_some() {
            self.rewrite().await;
        }
        Ok(removal)
    }

    async fn workspaces_deleted(&self) -> Result<Vec<DeletedWorkspace>, OperatorError> {
        Ok(self.pool.read_of_all(removal::deleted).await?)
    }

    async fn tenant(&self, id: WorkspaceId) -> Result<Tenant, OperatorError> {
        let found = self
            .pool
            .read_of_all(move |connection| crate::workspaces::pk(connection, id))
            .await?;
        let pk = found.ok_or(OperatorError::WorkspaceNotFound(id))?;
        Ok(Tenant::of(id, pk))
    }

    async fn connector_create(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError> {
        let (slug, name) = (slug.clone(), name.clone());
        self.pool
            .write(move |connection| connectors::create(connection, at, id, slug, name))
            .await
    }

    async fn connector_ensure(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError> {
        let (slug, name) = (slug.clone(), name.clone());
        self.pool
            .write(move |connection| connectors::ensure(connection, at, id, slug, name))
            .await
    }

    async fn connector_update(
        &self,
        at: Timestamp,
        slug: &Slug,
        legal: &LegalChanges,
    ) -> Result<Connector, OperatorError> {
        let (slug, legal) = (slug.clone(), legal.clone());
        self.pool
            .write(move |connection| connectors::update(connection, at, slug, &legal))
            .await
    }

    async fn connectors(&self) -> Result<Vec<Connector>, OperatorError> {
        Ok(self.pool.read_of_all(connectors::list).await?)
    }

    async fn key_create(
        &self,
        at: Timestamp,
        workspace: WorkspaceId,
        new: NewKey,
        audited: Entry,
    ) -> Result<Key, OperatorError> {
        self.pool
            .write(move |connection| keys::create(connection, at, workspace, &new, audited))
            .await
    }

    async fn key_list(&self, workspace: Option<WorkspaceId>) -> Result<Vec<Key>, OperatorError> {
        self.pool
            .read_of_all(move |connection| keys::list(connection, workspace))
            .await?
            .map_err(OperatorError::WorkspaceNotFound)
    }

    async fn key_rotate(
        &self,
        at: Timestamp,
        id: KeyId,
        rotation: KeyRotation,
        audited: Entry,
    ) -> Result<Rotated, OperatorError> {
        let rotated = self
            .pool
            .write(move |connection| keys::rotate(connection, at, id, &rotation, audited))
            .await?;
        self.keys.forget(id);
        Ok(rotated)
    }

    async fn key_revoke(
        &self,
        at: Timestamp,
        id: KeyId,
        audited: Entry,
    ) -> Result<Key, OperatorError> {
        let revoked = self
            .pool
            .write(move |connection| keys::revoke(connection, at, id, audited))
            .await?;
        self.keys.forget(id);
        Ok(revoked)
    }
}
