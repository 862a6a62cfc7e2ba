use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::id::{DeliveryId, LinkId, RecordId, SyncRunId};
use crate::record::{Kind, Named};
use crate::resource::Tally;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Writes what connectors sent or received, in batches.
#[async_trait]
pub trait DeliveryStore: Send + Sync {
    /// Writes the records and links of one batch, in one atomic step with the run's tally and heartbeat and the
    /// delivery's last line. A line with an external id that the workspace knows is about that record; for an unknown
    /// one a record is made, if the line has all fields that a new record needs. The link of line `i` is created at
    /// `at` plus `i` microseconds. If the run started after `at`, its start counts instead, so that links do not look
    /// older than their run. Batches of one run wait for each other.
    ///
    /// # Errors
    /// As command 0: `NotFound` if there is no such run of this kind of record, `RunIsClosed`,
    /// `WorkspaceConnectorNotFound`, `ConnectorDisabled`, or `DeliveryIsElsewhere` if the delivery's last line is not
    /// `after`. As command `i`: `RecordNotFound` if `all_or_nothing` is set and the record of line `i` is missing.
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: DeliveryBatch,
    ) -> Result<Delivered, ApplyError>;

    /// The last committed line of a delivery; 0 if the delivery is unknown.
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
    /// The last line of the delivery that is already committed.
    pub after: u64,
    /// The last line that this batch commits.
    pub upto: u64,
    /// How many of its lines the caller rejected.
    pub rejected: u64,
    /// Whether the delivery ends here. Until it does, it counts as interrupted, also when it is sent again.
    pub is_last: bool,
    /// What happens to a line whose link exists.
    pub on_duplicate: OnDuplicate,
    /// Whether one missing record undoes the batch.
    pub all_or_nothing: bool,
    /// The records. One may occur more than once.
    pub records: Vec<DeliveredRecord>,
}

/// What happens to a line if an active link with its record, connector and direction exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDuplicate {
    /// Every such link is touched: its `updated_at` moves on.
    #[default]
    Touch,
    /// Another link is made.
    Append,
}

/// One record of a delivery, and its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredRecord {
    /// The id of its link, if a new one is made.
    pub link: LinkId,
    /// The id of the record, if it is new.
    pub id: RecordId,
    /// Which one it is. The values of one named by its external id are [completed](crate::record::Values::completed).
    pub named: Named,
}

/// What a batch did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// What it adds to the run's tally. Lines whose record is missing count as rejected, like those that the caller
    /// rejected.
    pub tally: Tally,
    /// The indexes of the lines whose record is missing, in order: the public id is unknown, or the external id is and
    /// the line lacks a field that a new record needs.
    pub missing: Vec<usize>,
}
