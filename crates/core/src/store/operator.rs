use async_trait::async_trait;

use super::StoreError;
use crate::audit::Entry;
use crate::id::{ConnectorId, KeyId, WorkspaceId};
use crate::key::{Key, KeyRotation, NewKey, Rotated};
use crate::limits::LimitChanges;
use crate::privacy::LegalChanges;
use crate::privacy::removal::{Contents, DeletedWorkspace};
use crate::recount::Miscount;
use crate::resource::{Connector, ExternalId, Name, Slug, Workspace, WorkspaceSize};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// What an operator does on the machine itself, across tenants: workspaces, keys and the shared connectors. Nothing
/// here reads or writes a tenant's records or links, but for the removal of a whole workspace. No service has access to
/// it. What is done to a workspace or its keys is added to the workspace's audit log in the same transaction.
#[async_trait]
pub trait OperatorStore: Send + Sync {
    /// Creates a workspace.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_create(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        name: &Name,
        external_id: Option<&ExternalId>,
        audited: Entry,
    ) -> Result<Workspace, OperatorError>;

    /// Every workspace that is not closed, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_list(&self) -> Result<Vec<Workspace>, OperatorError>;

    /// The same, and how much each has at `at`. The cost grows with the workspaces, their connectors and their keys, and not with
    /// their records or links.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_sizes(
        &self,
        at: Timestamp,
    ) -> Result<Vec<(Workspace, WorkspaceSize)>, OperatorError>;

    /// Gives a workspace another name.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn workspace_rename(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        name: &Name,
        audited: Entry,
    ) -> Result<Workspace, OperatorError>;

    /// Suspends a workspace: its keys are refused, and its jobs, runs and webhooks wait. All that it has is kept. One that is
    /// suspended keeps its time.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn workspace_suspend(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        audited: Entry,
    ) -> Result<Workspace, OperatorError>;

    /// Resumes a workspace, if it is suspended: its keys work again, and what waits goes on.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn workspace_resume(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        audited: Entry,
    ) -> Result<Workspace, OperatorError>;

    /// Changes how much a workspace may ask for and have. What it has above a quota, it keeps.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn workspace_limit(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        changes: LimitChanges,
        audited: Entry,
    ) -> Result<Workspace, OperatorError>;

    /// All that a workspace has, closed or not. The cost grows with its rows.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn workspace_contents(&self, id: WorkspaceId) -> Result<Contents, OperatorError>;

    /// Counts a workspace's records and links, and returns the kept counts that differ. With `repair` it makes them right.
    /// The cost grows with the workspace. Others may write meanwhile, but wait while something is repaired.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn workspace_recount(
        &self,
        id: WorkspaceId,
        repair: bool,
    ) -> Result<Vec<Miscount>, OperatorError>;

    /// Closes a workspace, for good: from now on no key opens it, and it is no tenant. One that is closed stays as it is.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn workspace_close(
        &self,
        at: Timestamp,
        id: WorkspaceId,
    ) -> Result<DeletedWorkspace, OperatorError>;

    /// Removes some of a closed workspace's rows, about `most`, atomically; the last is the workspace itself. Of one that is
    /// gone there is nothing to remove.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`], also if it was not closed.
    async fn workspace_empty(
        &self,
        at: Timestamp,
        id: WorkspaceId,
        most: usize,
    ) -> Result<DeletedWorkspace, OperatorError>;

    /// The workspaces that were removed, or are being removed, the oldest removal first.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspaces_deleted(&self) -> Result<Vec<DeletedWorkspace>, OperatorError>;

    /// Permission to act in one workspace.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn tenant(&self, id: WorkspaceId) -> Result<Tenant, OperatorError>;

    /// Creates a connector's definition.
    ///
    /// # Errors
    /// [`OperatorError::SlugTaken`].
    async fn connector_create(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError>;

    /// The connector with this slug, or a new one with this id and name if there is none.
    ///
    /// # Errors
    /// When the store fails.
    async fn connector_ensure(
        &self,
        at: Timestamp,
        id: ConnectorId,
        slug: &Slug,
        name: &Name,
    ) -> Result<Connector, OperatorError>;

    /// Changes what is recorded of who is behind a connector, from `at` on. What was true before stays on record, and of a
    /// change that changes nothing there is no record.
    ///
    /// # Errors
    /// [`OperatorError::ConnectorNotFound`].
    async fn connector_update(
        &self,
        at: Timestamp,
        slug: &Slug,
        legal: &LegalChanges,
    ) -> Result<Connector, OperatorError>;

    /// Every connector's definition, by slug.
    ///
    /// # Errors
    /// When the store fails.
    async fn connectors(&self) -> Result<Vec<Connector>, OperatorError>;

    /// Creates a key.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn key_create(
        &self,
        at: Timestamp,
        workspace: WorkspaceId,
        new: NewKey,
        audited: Entry,
    ) -> Result<Key, OperatorError>;

    /// The keys of one workspace or of all, oldest first, including those that have ended.
    ///
    /// # Errors
    /// [`OperatorError::WorkspaceNotFound`].
    async fn key_list(&self, workspace: Option<WorkspaceId>) -> Result<Vec<Key>, OperatorError>;

    /// Makes a key like `id`, as [`KeyStore::key_rotate`](super::KeyStore::key_rotate) does.
    ///
    /// # Errors
    /// [`OperatorError::KeyNotFound`] or [`OperatorError::KeyHasEnded`].
    async fn key_rotate(
        &self,
        at: Timestamp,
        id: KeyId,
        rotation: KeyRotation,
        audited: Entry,
    ) -> Result<Rotated, OperatorError>;

    /// Revokes a key. If it was already revoked, it keeps its time.
    ///
    /// # Errors
    /// [`OperatorError::KeyNotFound`].
    async fn key_revoke(
        &self,
        at: Timestamp,
        id: KeyId,
        audited: Entry,
    ) -> Result<Key, OperatorError>;
}

/// Why an operator's command failed.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// There is no workspace with this id.
    #[error("there is no workspace {0}")]
    WorkspaceNotFound(WorkspaceId),
    /// There is no key with this id.
    #[error("there is no key {0}")]
    KeyNotFound(KeyId),
    /// The key is revoked, or has expired.
    #[error("the key {0} is revoked or has expired; make another one with 'wellhead key create'")]
    KeyHasEnded(KeyId),
    /// There is no connector with this slug.
    #[error("there is no connector '{0}'")]
    ConnectorNotFound(Slug),
    /// Another connector has this slug.
    #[error("the connector '{0}' already exists")]
    SlugTaken(Slug),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
