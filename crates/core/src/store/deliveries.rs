use async_trait::async_trait;

use super::ApplyError;
use crate::id::{LinkId, PersonId, WorkspaceConnectorId};
use crate::resource::{Direction, ExternalId, PersonNames};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Takes what a connector sent or received, in batches.
#[async_trait]
pub trait DeliveryStore: Send + Sync {
    /// Writes one link a person, in one atomic step. A person whose external id the workspace knows is
    /// that person; any other is made. The link of the person at `i` is created at `at` and `i`
    /// microseconds, so that no two share an instant.
    ///
    /// # Errors
    /// [`Rejection::WorkspaceConnectorNotFound`](crate::command::Rejection::WorkspaceConnectorNotFound)
    /// as command 0 when the connector is missing or soft-deleted.
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: DeliveryBatch,
    ) -> Result<Delivered, ApplyError>;
}

/// Some of what one connector sent or received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryBatch {
    /// The connector, an active one of the workspace.
    pub workspace_connector: WorkspaceConnectorId,
    /// Whether it sent or received.
    pub direction: Direction,
    /// The people. The same external id may come more than once.
    pub people: Vec<DeliveredPerson>,
}

/// One person of a delivery, and the link that it earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredPerson {
    /// The id of its link.
    pub link: LinkId,
    /// The id of the person, should it be new.
    pub id: PersonId,
    /// What the connector knows the person by.
    pub external_id: ExternalId,
    /// What the person is called, should it be new.
    pub names: PersonNames,
}

/// What a delivery did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// How many people it made.
    pub people_created: u64,
    /// How many lines met a person that was there, from before or from a line above.
    pub people_matched: u64,
    /// How many links it made.
    pub links_created: u64,
}
