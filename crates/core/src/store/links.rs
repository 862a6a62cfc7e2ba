use async_trait::async_trait;

use super::StoreError;
use crate::id::{LinkId, WorkspaceConnectorId};
use crate::page::{Interval, Slice};
use crate::record::Kind;
use crate::resource::{Deleted, Direction, Link, LinkFilter};
use crate::sync::Bucket;
use crate::tenant::Tenant;
use crate::time::Timestamp;

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
        kind: Kind,
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
        kind: Kind,
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
        kind: Kind,
        filter: LinkFilter,
        created: Interval,
    ) -> Result<u64, StoreError>;

    /// How many active links a connector has of each kind, in the order of the kinds. Costs what it counts, and that
    /// by an index alone.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_active(
        &self,
        tenant: Tenant,
        connector: WorkspaceConnectorId,
    ) -> Result<Vec<ActiveLinks>, StoreError>;

    /// How many of a connector's links lie in `created`, soft-deleted ones too, by direction and stretch of
    /// time, the oldest stretch first; empty ones are left out. Costs what it counts.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_activity(
        &self,
        tenant: Tenant,
        kind: Kind,
        connector: WorkspaceConnectorId,
        bucket: Bucket,
        created: Interval,
    ) -> Result<Vec<Activity>, StoreError>;
}

/// The active links of one connector to records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActiveLinks {
    /// The kind.
    pub kind: Kind,
    /// Those in.
    pub input: u64,
    /// Those out.
    pub output: u64,
}

/// The links of one stretch of time that go one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// When the stretch begins.
    pub start: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// How many.
    pub links: u64,
}
