use async_trait::async_trait;

use super::StoreError;
use crate::page::Interval;
use crate::record::{Kind, RecordRef};
use crate::resource::{Deleted, FlowCount, Flows, Past, Story};
use crate::tenant::Tenant;

/// Derives from links where records came from and where they went.
#[async_trait]
pub trait ProvenanceStore: Send + Sync {
    /// A summary of one record's links by connector and direction, and its identities: as they are now, or by the states
    /// that they had in the `past`, through merges and what undid them. Returns `None` if there is no such record, active
    /// or soft-deleted. The cost grows with the record's links, identities and merges.
    ///
    /// The identities that ended with a record are still those of the deleted record, as long as it stays so.
    ///
    /// # Errors
    /// When the store fails.
    async fn provenance_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        past: Option<Past>,
    ) -> Result<Option<Story>, StoreError>;

    /// How many records went which way, by all their links that `deleted` lets through; zeros are left out. The cost grows
    /// with the number of sources, destinations and pairs, and of the records whose changes are not
    /// [folded](super::FoldStore) yet. If those are more than `most`, they count as they were before, and [`Reach::Behind`](crate::resource::Reach) tells how many they are.
    ///
    /// # Errors
    /// When the store fails.
    async fn flow_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        deleted: Deleted,
        most: u64,
    ) -> Result<FlowCount, StoreError>;

    /// The same by the links created in `created` alone. The cost grows with the number of such links and of connectors.
    ///
    /// # Errors
    /// When the store fails.
    async fn flow_count_within(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
    ) -> Result<Flows, StoreError>;
}
