//! The journal: every change of links and records in a workspace, in the order of the commits.
//!
//! Each change has a position: 1, 2, 3, without gaps. A reader who goes on from the last one it has seen misses nothing,
//! however late a transaction commits. A touch is no change.
//!
//! A store keeps one row for each transaction and act, with the `pk`s of all that it was done to; a [`Draft`] collects
//! them until the transaction commits.

mod draft;
mod follow;
mod page;
mod state;

pub use draft::{Draft, Entry, Heading};
pub use follow::Bell;
pub use page::{Head, Told};
pub use state::ends_at;

use uuid::Uuid;

use crate::cause::{Cause, Grounds};
use crate::id::{LinkId, RecordId, WorkspaceConnectorId};
use crate::labels::labels;
use crate::record::{Kind, RecordRef};
use crate::resource::Direction;
use crate::time::Timestamp;

labels! {
    /// What was done; `core_api.act_enum`.
    Act, InvalidAct, "not an act; there are created, updated, restored and deleted";
    /// It was made.
    Created => "created",
    /// It was changed: a link points to another end or the other way, or a record has other values.
    Updated => "updated",
    /// It had been deleted, and is active again.
    Restored => "restored",
    /// It was soft-deleted.
    Deleted => "deleted",
}

/// A place in a workspace's journal: behind a change, or the very beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The change's position; 0 is before the first.
    pub position: u64,
    /// The time that the journal has for it. If it has another, this is not the journal that the place is from: a backup
    /// was restored. `None` before the first change.
    pub at: Option<Timestamp>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its position, and the place behind it.
    pub place: Place,
    /// When it was made, by the clock of whoever made it.
    pub at: Timestamp,
    /// What was done.
    pub act: Act,
    /// Why, if a link was deleted.
    pub reason: Option<Grounds>,
    /// Who did it.
    pub cause: Cause,
    /// What it was done to.
    pub subject: Changed,
}

/// What a change was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// A record.
    Record(RecordRef),
    /// A link.
    Link {
        /// The kind of its record.
        kind: Kind,
        /// Which one.
        id: LinkId,
        /// What it says since the change.
        now: Ends,
        /// What it said before, if it was pointed to another end or turned around.
        before: Option<Ends>,
    },
}

impl Changed {
    /// The kind of the record, or of the link's.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Record(record) => record.kind,
            Self::Link { kind, .. } => *kind,
        }
    }

    /// What the link says and, if it was something else, said before; nothing of a record.
    pub fn ends(&self) -> impl Iterator<Item = Ends> + Clone + use<> {
        let ends = match *self {
            Self::Record(_) => [None, None],
            Self::Link { now, before, .. } => [Some(now), before],
        };
        ends.into_iter().flatten()
    }
}

/// What a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// Its record.
    pub record: RecordId,
    /// Its connector.
    pub workspace_connector: WorkspaceConnectorId,
    /// Its direction.
    pub direction: Direction,
}

/// Which changes a reader wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChangeFilter {
    /// Only those of records of this kind and of links to them.
    pub kind: Option<Kind>,
    /// Only those of this record and its links, present and past.
    pub record: Option<RecordId>,
    /// Only those of this connector's links, present and past.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Only what the run, job or key with this public id did.
    pub cause: Option<Uuid>,
}

impl ChangeFilter {
    /// Whether it lets a change through.
    #[must_use]
    pub fn lets(&self, change: &Change) -> bool {
        let subject = change.subject;
        let is_record = |id| matches!(subject, Changed::Record(record) if record.id == id);
        self.kind.is_none_or(|wanted| wanted == subject.kind())
            && self
                .cause
                .is_none_or(|wanted| change.cause.id() == Some(wanted))
            && self.record.is_none_or(|wanted| {
                is_record(wanted) || subject.ends().any(|it| it.record == wanted)
            })
            && self
                .workspace_connector
                .is_none_or(|wanted| subject.ends().any(|it| it.workspace_connector == wanted))
    }
}

/// Some of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Where to go on: behind the last change that was looked at.
    pub upto: Place,
    /// The position of the newest change of all.
    pub head: u64,
}

/// The journal does not go on from a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expired {
    /// The oldest place from which it does.
    pub oldest: Place,
    /// The position of the newest change of all.
    pub head: u64,
}
