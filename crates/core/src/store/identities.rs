use async_trait::async_trait;

use super::StoreError;
use crate::id::IdentityId;
use crate::identity::{Identity, IdentityFilter};
use crate::page::{Interval, Slice, Total};
use crate::record::Kind;
use crate::resource::Deleted;
use crate::tenant::Tenant;

/// Reads identities.
#[async_trait]
pub trait IdentityStore: Send + Sync {
    /// One identity by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn identity_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: IdentityId,
        deleted: Deleted,
    ) -> Result<Option<Identity>, StoreError>;

    /// The identities of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn identity_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        slice: Slice,
    ) -> Result<Vec<Identity>, StoreError>;

    /// The number of identities made in `created` that pass `filter`. If no count of them is kept, the cost grows with that
    /// number, up to `most`.
    ///
    /// # Errors
    /// When the store fails.
    async fn identity_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError>;
}
