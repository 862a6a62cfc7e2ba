use async_trait::async_trait;

use super::StoreError;
use crate::tenant::Tenant;

/// Works changes into what is kept of all links: the ways of records, and links by hour.
///
/// A transaction that changes links only notes what it changes there, so that writers do not wait for that work. Whoever
/// reads adds the notes that are not worked in yet.
#[async_trait]
pub trait FoldStore: Send + Sync {
    /// The workspaces that have such notes. Their tenants permit a service to tend them.
    ///
    /// # Errors
    /// When the store fails.
    async fn folds_due(&self) -> Result<Vec<Tenant>, StoreError>;

    /// Works in some notes of a workspace, of about `most` records. Returns whether there may be more. If another process is at
    /// it, it does nothing.
    ///
    /// # Errors
    /// When the store fails.
    async fn fold(&self, tenant: Tenant, most: usize) -> Result<bool, StoreError>;
}
