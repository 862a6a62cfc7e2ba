use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::id::{DeliveryId, LinkId, RecordId, SyncRunId};
use crate::record::{Kind, Named};
use crate::resource::Tally;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Takes what a connector sent or received, in batches.
#[async_trait]
pub trait DeliveryStore: Send + Sync {
    /// Writes the records of one batch and their links, in one atomic step with the tally of the run, its
    /// heartbeat and the delivery's last line. An external id that the workspace knows is that record; for a new
    /// one a record is made, where the line has what a new one needs. The link of the record at `i` is created at `at` and `i` microseconds, or at the run's start
    /// where that is later, so that a run's links do not look older than it. Batches of one run wait for each
    /// other.
    ///
    /// # Errors
    /// As command 0: `NotFound` where there is no such run of this kind of record, `RunIsClosed`, `WorkspaceConnectorNotFound`,
    /// `ConnectorDisabled`; `DeliveryIsElsewhere` where the delivery's last line is not `after`. As command
    /// `i`: `RecordNotFound` where `all_or_nothing` is set and the record at `i` is missing.
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
    /// The kind of the run's records.
    pub record: Kind,
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
    /// Whether one missing record undoes the batch.
    pub all_or_nothing: bool,
    /// The records. The same one may come more than once.
    pub records: Vec<DeliveredRecord>,
}

/// What becomes of a line whose record, connector and direction an active link has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDuplicate {
    /// Every such link is touched: its `updated_at` moves on.
    #[default]
    Touch,
    /// Another link is made.
    Append,
}

/// One record of a delivery, and the link that it earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredRecord {
    /// The id of its link, should it get a new one.
    pub link: LinkId,
    /// The id of the record, should it be new.
    pub id: RecordId,
    /// Which one it is. The values of one named by its external id are [completed](crate::record::Values::completed).
    pub named: Named,
}

/// What a batch did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// What it adds to the run's tally: lines whose record is missing count as rejected, as do those that
    /// were rejected before.
    pub tally: Tally,
    /// The places in the batch of the records that are missing, in order: their public id is unknown, or their
    /// external id is and the line lacks what a new record needs.
    pub missing: Vec<usize>,
}
