use async_trait::async_trait;

use super::StoreError;
use crate::page::Interval;
use crate::provenance::{Flows, Trace};
use crate::record::{Kind, RecordRef};
use crate::resource::Deleted;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Works out from links where records came from and where they went.
#[async_trait]
pub trait ProvenanceStore: Send + Sync {
    /// What one record's links that were created at `as_of` or before come to, by connector and direction,
    /// in any order; a link that was deleted after `as_of` is active. `None` for the moment means all links,
    /// as they are; the answer `None` means that there is no such record, soft-deleted or not. Costs what
    /// the record has links.
    ///
    /// # Errors
    /// When the store fails.
    async fn provenance_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        as_of: Option<Timestamp>,
    ) -> Result<Option<Vec<Trace>>, StoreError>;

    /// How many records went which way, by the links that lie in `created` and that `deleted` lets
    /// through; what would be 0 is left out. Costs what there are such links, and the number of connectors.
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
