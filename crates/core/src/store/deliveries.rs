use std::sync::Arc;

use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::id::{DeliveryId, IdentityId, LinkId, RecordId, RejectionId, SyncRunId};
use crate::identity::{OnConflict, Unresolved};
use crate::privacy::OnSuppressed;
use crate::record::{Kind, Named};
use crate::resource::Tally;
use crate::source::OnKnown;
use crate::sync::{NewRejection, Refused, RejectedLine, SourcePlace};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// The lines of one step of a delivery: enough to make the database's cost per step small, few enough to save memory and not to block
/// other writers for long.
pub const LINES_AT_ONCE: usize = 2_000;

/// Writes what connectors sent or received, in batches.
#[async_trait]
pub trait DeliveryStore: Send + Sync {
    /// How many lines of the tenant's deliveries are best written in one step now.
    fn lines_at_once(&self, _tenant: Tenant) -> usize {
        LINES_AT_ONCE
    }

    /// Writes the records and links of one batch, in one atomic step with its rejected lines, the run's tally and
    /// heartbeat and the delivery's last line. What record a line is about, [`resolve`](crate::identity::resolve) decides,
    /// by the connector's match rule; the identities that it learns are kept. What known records take of the lines' values,
    /// [`Held::take`](crate::source::Held::take) decides, if the batch updates them at all. The link of line `i` is created at
    /// `at` plus `i` microseconds. If the run started after `at`, its start counts instead, so that links do not look
    /// older than their run. Batches of one run wait for each other.
    ///
    /// [Rejected lines](DeliveryBatch::rejections) are kept as long as the run has fewer than
    /// [`RejectedLine::MOST_KEPT`]. The first one is kept at `at`, or a microsecond after the run's last one if that is
    /// later, and each other one a microsecond after the one before.
    ///
    /// # Errors
    /// As command 0: `NotFound` if there is no such run of this kind of record, `RunIsClosed`,
    /// `WorkspaceConnectorNotFound`, `ConnectorDisabled`, or `DeliveryIsElsewhere` if the delivery's last line is not
    /// `after`. As command `i`: `Unresolved` if `all_or_nothing` is set and line `i` has no record.
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: Arc<DeliveryBatch>,
    ) -> Result<Delivered, ApplyError>;

    /// Keeps the line that undid an all-or-nothing delivery, at the open run, without counting it. Does nothing if it is
    /// known already, for the same reason.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `RunIsClosed`.
    async fn delivery_undone(
        &self,
        tenant: Tenant,
        at: Timestamp,
        run: SyncRunId,
        delivery: DeliveryId,
        by: NewRejection,
    ) -> Result<(), ApplyError>;

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
    /// These lines, in the order of their numbers, or the first [`RejectedLine::MOST_KEPT`] of them.
    pub refused: Vec<NewRejection>,
    /// Whether the delivery ends here. Until it does, it counts as interrupted, also when it is sent again.
    pub is_last: bool,
    /// What happens to a line whose link exists.
    pub on_duplicate: OnDuplicate,
    /// What happens to a line whose names mean two records.
    pub on_conflict: OnConflict,
    /// What happens to the values of a line whose record is known.
    pub on_known: OnKnown,
    /// What happens to a line that names an erased record.
    pub on_suppressed: OnSuppressed,
    /// Whether one missing record undoes the batch.
    pub all_or_nothing: bool,
    /// The records. One may occur more than once.
    pub records: Vec<DeliveredRecord>,
}

impl DeliveryBatch {
    /// The lines to keep with what was wrong, in the order of their numbers: those that the caller rejected, those at the
    /// places `unresolved`, which have no record, and those at `settled`, which were taken by the connector's own id.
    #[must_use]
    pub fn rejections(
        &self,
        unresolved: &[(usize, Unresolved<RecordId>)],
        settled: &[(usize, Unresolved<RecordId>)],
    ) -> Vec<NewRejection> {
        let each = |lines: &[(usize, Unresolved<RecordId>)], taken| {
            let lines = lines.iter().take(RejectedLine::MOST_KEPT);
            let lines = lines.filter_map(|(place, why)| Some((self.records.get(*place)?, why)));
            let lines = lines.map(|(line, why)| line.rejection(self.record, *why, taken));
            lines.collect::<Vec<_>>()
        };
        let mut lines = self.refused.clone();
        lines.extend(each(unresolved, false));
        lines.extend(each(settled, true));
        lines.sort_by_key(|it| it.line);
        lines.truncate(RejectedLine::MOST_KEPT);
        lines
    }
}

impl DeliveredRecord {
    /// What a run keeps of it if its names disagree, or it has no record.
    fn rejection(&self, kind: Kind, why: Unresolved<RecordId>, taken: bool) -> NewRejection {
        NewRejection {
            id: RejectionId::new(self.link.uuid()),
            line: self.line,
            why: self.refused(kind, why).short(),
            taken,
        }
    }

    /// Why it has no record.
    #[must_use]
    pub fn refused(&self, kind: Kind, why: Unresolved<RecordId>) -> Refused {
        let lacking = self
            .named
            .may_be_new()
            .then(|| self.named.values.lacking(kind));
        Refused::unresolved(kind, why, lacking.flatten()).at(self.source.clone())
    }
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
    /// The id of its link, if a new one is made; or else, if its record is missing, of the rejected line.
    pub link: LinkId,
    /// The id of the record, if it is new.
    pub id: RecordId,
    /// The id of its identity, if that is new.
    pub identity: IdentityId,
    /// The number of its line in the delivery, counted from 1.
    pub line: u64,
    /// Where the sender has the line from, if that is known.
    pub source: Option<SourcePlace>,
    /// Which one it is, with the values that the line gives. A new record gets them
    /// [completed](crate::record::Values::completed).
    pub named: Named,
}

/// What a batch did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// What it adds to the run's tally. Lines without a record count as rejected, like those that the caller rejected.
    pub tally: Tally,
    /// The indexes of the lines that have no record, in order, and why: it is unknown and the line does not make one, or
    /// the line's names mean two records.
    pub unresolved: Vec<(usize, Unresolved<RecordId>)>,
}
