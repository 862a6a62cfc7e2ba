use std::sync::Arc;

use crate::cause::Cause;
use crate::id::{JobId, NotificationId, RecallId, RecordId, SuppressionId, WorkspaceConnectorId};
use crate::labels::labels;
use crate::page::{Position, Positioned};
use crate::privacy::{Marked, SuppressionKey, SuppressionMark};
use crate::record::RecordRef;
use crate::time::Timestamp;

pub use crate::text::Reference;

labels! {
    /// The right that somebody exercises, and that recipients have to be told of (GDPR Art. 19).
    SubjectRight, InvalidSubjectRight, "not a right; there are erasure, rectification and restriction";
    /// To be erased (Art. 17).
    Erasure => "erasure",
    /// To have data corrected (Art. 16).
    Rectification => "rectification",
    /// To have processing restricted (Art. 18).
    Restriction => "restriction",
}

/// A record that everyone who received it is to erase, correct or restrict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recall {
    /// The public id. An erasure's is also that of the job that carries it out.
    pub id: RecallId,
    /// What is asked for.
    pub right: SubjectRight,
    /// The record.
    pub record: RecordRef,
    /// What the request is called elsewhere, such as the number of a ticket.
    pub reference: Option<Reference>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// Who recorded it.
    pub created: Cause,
    /// When an erasure had destroyed what names the record; `None` until then, and for other rights.
    pub destroyed_at: Option<Timestamp>,
    /// How many recipients are told.
    pub notifications: u64,
    /// How many of them are not done with.
    pub open: u64,
}

impl Recall {
    /// The job that carries out an erasure.
    #[must_use]
    pub fn job(&self) -> Option<JobId> {
        (self.right == SubjectRight::Erasure).then(|| self.id.job())
    }
}

impl Positioned for Recall {
    fn position(&self) -> Position {
        Position {
            created_at: self.created_at,
            id: self.id.uuid(),
        }
    }
}

impl RecallId {
    /// The id of the job that carries out the erasure with this id.
    #[must_use]
    pub const fn job(self) -> JobId {
        JobId::new(self.uuid())
    }

    /// The id of the erasure that goes with this one: that of another record with the same external id.
    #[must_use]
    pub fn along(self, other: RecordId) -> Self {
        SuppressionMark::of_parts(&[b"along", self.uuid().as_bytes(), other.uuid().as_bytes()]).id()
    }

    /// The id of the notification for a recipient. It follows from the two, so that a store makes no id.
    #[must_use]
    pub fn notification(self, recipient: WorkspaceConnectorId) -> NotificationId {
        SuppressionMark::of_parts(&[
            b"notification",
            self.uuid().as_bytes(),
            recipient.uuid().as_bytes(),
        ])
        .id()
    }

    /// The id of the suppression of what is marked so.
    #[must_use]
    pub fn suppression(self, mark: &SuppressionMark) -> SuppressionId {
        SuppressionMark::of_parts(&[b"suppression", self.uuid().as_bytes(), &mark.0]).id()
    }
}

/// Which recalls a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecallFilter {
    /// Only those by this right.
    pub right: Option<SubjectRight>,
    /// Only those of this record.
    pub record: Option<RecordId>,
}

/// A recall to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecall {
    /// Its id, minted, or that of an erasure that is repeated.
    pub id: RecallId,
    /// What is asked for.
    pub right: SubjectRight,
    /// The record. One that was merged is refused: the survivor has its data.
    pub record: RecordRef,
    /// What the request is called elsewhere.
    pub reference: Option<Reference>,
    /// Until when each recipient is to have answered.
    pub due_at: Timestamp,
    /// A new key, for a workspace that has none.
    pub key: SuppressionKey,
    /// Whether an erasure is repeated after a restore; then its record may be missing.
    pub again: bool,
    /// What the erasure suppressed when it was first made, if it is repeated, without what was lifted.
    pub marks: Vec<Marked>,
    /// The name of the process that makes it, so that its successor can carry on.
    pub worker: Option<Arc<str>>,
}

/// One month after `at`, the time that Art. 12(3) leaves, as 30 days.
#[must_use]
pub fn due_after(at: Timestamp) -> Timestamp {
    const DAYS: i64 = 30;
    at.plus_micros(DAYS * 24 * 60 * 60 * 1_000_000)
}
