use async_trait::async_trait;

use super::StoreError;
use crate::resource::Workspace;
use crate::tenant::Tenant;

/// Reads the tenant's own workspace.
#[async_trait]
pub trait WorkspaceStore: Send + Sync {
    /// The tenant's workspace; `None` only if it has been removed in the meantime.
    ///
    /// # Errors
    /// When the store fails.
    async fn workspace_get(&self, tenant: Tenant) -> Result<Option<Workspace>, StoreError>;
}
