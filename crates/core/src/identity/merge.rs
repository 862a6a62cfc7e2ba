use std::sync::Arc;

use crate::cause::Cause;
use crate::id::{IdentityId, JobId, LinkId, RecordId};
use crate::page::{Position, Positioned};
use crate::record::{Kind, RecordRef};
use crate::time::Timestamp;

/// Several records that turned out to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Its id, which is also that of the job that does it.
    pub id: JobId,
    /// The kind of the records.
    pub kind: Kind,
    /// The record that stays, and gets the links and identities of the others.
    pub survivor: RecordId,
    /// The records that were merged into it, in no particular order.
    pub others: Vec<RecordId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created: Cause,
    /// When all links had moved; `None` while its job is at work.
    pub moved_at: Option<Timestamp>,
    /// When it was undone, if it was.
    pub undone_at: Option<Timestamp>,
    /// Who undid it.
    pub undone: Option<Cause>,
}

impl Positioned for Merge {
    fn position(&self) -> Position {
        Position {
            created_at: self.created_at,
            id: self.id.uuid(),
        }
    }
}

/// Records to be merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMerge {
    /// The id of the merge and of its job, minted.
    pub id: JobId,
    /// The kind of the records.
    pub kind: Kind,
    /// The one that stays.
    pub survivor: RecordId,
    /// The others, each once: at least one, at most [`MOST_MERGED`].
    pub others: Vec<RecordId>,
    /// The name of the process that merges them, so that its successor can carry on.
    pub worker: Option<Arc<str>>,
}

/// The most records that one merge takes besides the survivor.
pub const MOST_MERGED: usize = 100;

/// Why a merge cannot be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// Its job is still moving links.
    #[error("its job is still moving links")]
    Moving,
    /// The survivor was deleted.
    #[error("the record {0}, which the others were merged into, is deleted")]
    SurvivorDeleted(RecordId),
    /// The survivor was merged into another one.
    #[error("the record {0} was merged itself; undo that first")]
    SurvivorMerged(RecordId),
    /// A run has made a link of the survivor since.
    #[error("a run has made the link {0} since, and nothing says of which of the records it is")]
    LinkMade(LinkId),
    /// A run has learnt an identity of the survivor since.
    #[error(
        "a run has learnt the identity {0} since, and nothing says of which of the records it is"
    )]
    IdentityMade(IdentityId),
    /// A link that it moved was changed by hand since.
    #[error("the link {0}, which it moved, was changed since")]
    LinkChanged(LinkId),
    /// A delivery has given the survivor values since.
    #[error(
        "a delivery has given the record {0} values since, and nothing says of which of the records they are"
    )]
    ValuesGiven(RecordId),
    /// Retention has removed states of links that were older than this, and so perhaps what it moved.
    #[error(
        "it is older than the history of links that is kept, so what it moved is no longer known"
    )]
    HistoryRemoved,
    /// Another record has the external id of one of the others.
    #[error("the record {0} has the external id of one that was merged")]
    ExternalIdTaken(RecordId),
    /// It moved more links than can be moved back at once.
    #[error("it moved more than {0} links, which are too many to move back at once")]
    TooManyLinks(usize),
}

/// A record that was merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the {} {} was merged into {into}", .record.kind.declaration().words.noun, .record.id)]
pub struct MergedInto {
    /// The record.
    pub record: RecordRef,
    /// The one that stands for it now.
    pub into: RecordId,
}
