use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::command::NewWorkspaceConnector;
use crate::id::{ConnectorId, WorkspaceConnectorId};
use crate::page::{Interval, Slice};
use crate::resource::{Connector, Deleted, WorkspaceConnector, WorkspaceConnectorFilter};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Reads connectors, which all tenants share, and their activations, which are each tenant's own.
#[async_trait]
pub trait ConnectorStore: Send + Sync {
    /// One definition by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn connector_get(
        &self,
        tenant: Tenant,
        id: ConnectorId,
    ) -> Result<Option<Connector>, StoreError>;

    /// The definitions of `slice`, in its order.
    ///
    /// # Errors
    /// When the store fails.
    async fn connector_list(
        &self,
        tenant: Tenant,
        slice: Slice,
    ) -> Result<Vec<Connector>, StoreError>;

    /// The definitions among `ids` that exist, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn connector_find(
        &self,
        tenant: Tenant,
        ids: &[ConnectorId],
    ) -> Result<Vec<Connector>, StoreError>;

    /// The number of definitions created in `created`.
    ///
    /// # Errors
    /// When the store fails.
    async fn connector_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError>;

    /// One activation by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_connector_get(
        &self,
        tenant: Tenant,
        id: WorkspaceConnectorId,
        deleted: Deleted,
    ) -> Result<Option<WorkspaceConnector>, StoreError>;

    /// The activations of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_connector_list(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        slice: Slice,
    ) -> Result<Vec<WorkspaceConnector>, StoreError>;

    /// The activations among `ids` that exist, including soft-deleted ones, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_connector_find(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError>;

    /// The activations among `ids` that exist, and all that continue them or that they continue, including soft-deleted
    /// ones, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_connector_lines(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError>;

    /// The number of activations created in `created` that pass `filter`.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_connector_count(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        created: Interval,
    ) -> Result<u64, StoreError>;

    /// The oldest active activation of `wanted.connector`, or `wanted` itself, created if there is none. Two
    /// concurrent callers get the same one.
    ///
    /// # Errors
    /// [`Rejection::ConnectorNotFound`](crate::command::Rejection::ConnectorNotFound) as command 0.
    async fn workspace_connector_ensure(
        &self,
        tenant: Tenant,
        at: Timestamp,
        wanted: NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, ApplyError>;
}
