use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::id::{DeliveryId, LinkId, RecordId, SyncRunId};
use crate::record::Values;
use crate::resource::{ExternalId, Tally};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Takes what a connector sent or received, in batches.
#[async_trait]
pub trait DeliveryStore: Send + Sync {
    /// Writes the people of one batch and their links, in one atomic step with the tally of the run, its
    /// heartbeat and the delivery's last line. A person whom the workspace knows is that person; a new one
    /// is made. The link of the person at `i` is created at `at` and `i` microseconds, or at the run's start
    /// where that is later, so that a run's links do not look older than it. Batches of one run wait for each
    /// other.
    ///
    /// # Errors
    /// As command 0: `NotFound` where there is no such run, `RunIsClosed`, `WorkspaceConnectorNotFound`,
    /// `ConnectorDisabled`; `DeliveryIsElsewhere` where the delivery's last line is not `after`. As command
    /// `i`: `RecordNotFound` where `all_or_nothing` is set and the person at `i` is missing.
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: DeliveryBatch,
    ) -> Result<Delivered, ApplyError>;

    /// The last line of a delivery that is committed; 0 for one that is unknown.
    ///
    /// # Errors
    /// When the store fails.
    async fn delivered(
        &self,
        tenant: Tenant,
        run: SyncRunId,
        delivery: DeliveryId,
    ) -> Result<u64, StoreError>;
}

/// Some of what one connector sent or received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryBatch {
    /// The open run that it belongs to.
    pub run: SyncRunId,
    /// The delivery that it is part of.
    pub delivery: DeliveryId,
    /// The last line of the delivery that was committed before.
    pub after: u64,
    /// The last line that this batch commits.
    pub upto: u64,
    /// How many of its lines were rejected before they came here.
    pub rejected: u64,
    /// Whether the delivery ends here. Until it does, sent again or not, it counts as one that broke off.
    pub is_last: bool,
    /// What becomes of a line whose link is there.
    pub on_duplicate: OnDuplicate,
    /// Whether one missing person undoes the batch.
    pub all_or_nothing: bool,
    /// The people. The same one may come more than once.
    pub people: Vec<DeliveredPerson>,
}

/// What becomes of a line whose person, connector and direction an active link has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDuplicate {
    /// Every such link is touched: its `updated_at` moves on.
    #[default]
    Touch,
    /// Another link is made.
    Append,
}

/// One person of a delivery, and the link that it earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredPerson {
    /// The id of its link, should it get a new one.
    pub link: LinkId,
    /// Who it is.
    pub who: Who,
}

/// How a line names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// By the public id; nobody is made for it.
    Known(RecordId),
    /// By what the connector knows the person by.
    External {
        /// The id of the person, should it be new.
        id: RecordId,
        /// What the connector knows the person by.
        external_id: ExternalId,
        /// The values of the person, completed, should it be new.
        values: Values,
    },
}

/// What a batch did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// What it adds to the run's tally: lines whose person is missing count as rejected, as do those that
    /// were rejected before.
    pub tally: Tally,
    /// The places in the batch of the people who are missing, in order.
    pub missing: Vec<usize>,
}
