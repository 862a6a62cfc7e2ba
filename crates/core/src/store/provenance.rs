use async_trait::async_trait;

use super::StoreError;
use crate::page::Interval;
use crate::record::{Kind, RecordRef};
use crate::resource::{Deleted, Flows, Trace};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Derives from links where records came from and where they went.
#[async_trait]
pub trait ProvenanceStore: Send + Sync {
    /// A summary of one record's links created at or before `as_of`, by connector and direction, in any order; a
    /// link deleted after `as_of` counts as active. Without `as_of`, all links count as they are now. Returns
    /// `None` if there is no such record, active or soft-deleted. The cost grows with the record's links.
    ///
    /// # Errors
    /// When the store fails.
    async fn provenance_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        as_of: Option<Timestamp>,
    ) -> Result<Option<Vec<Trace>>, StoreError>;

    /// How many records went which way, by the links created in `created` that `deleted` lets through; zeros are
    /// left out. The cost grows with the number of such links and of connectors.
    ///
    /// # Errors
    /// When the store fails.
    async fn flow_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
    ) -> Result<Flows, StoreError>;
}
