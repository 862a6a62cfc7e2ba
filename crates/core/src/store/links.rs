use async_trait::async_trait;

use super::StoreError;
use crate::id::LinkId;
use crate::page::{Interval, Slice};
use crate::resource::{Deleted, Link, LinkFilter, Record};
use crate::tenant::Tenant;

/// Reads links. A link is the tenant's when its record and its connector both are.
#[async_trait]
pub trait LinkStore: Send + Sync {
    /// One link by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_get(
        &self,
        tenant: Tenant,
        kind: Record,
        id: LinkId,
        deleted: Deleted,
    ) -> Result<Option<Link>, StoreError>;

    /// The links of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_list(
        &self,
        tenant: Tenant,
        kind: Record,
        filter: LinkFilter,
        slice: Slice,
    ) -> Result<Vec<Link>, StoreError>;

    /// How many links lie in `created` and pass `filter`. Costs what it counts.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_count(
        &self,
        tenant: Tenant,
        kind: Record,
        filter: LinkFilter,
        created: Interval,
    ) -> Result<u64, StoreError>;
}
