use std::fmt;

use super::Direction;
use crate::cause::Grounds;
use crate::id::{JobId, RecordId, SyncRunId, WorkspaceConnectorId};
use crate::labels::labels;
use crate::page::{Interval, Position, Positioned};
use crate::privacy::retention::Removed;
use crate::record::Kind;
use crate::time::Timestamp;

/// Long work on a workspace's links, done in short, durable steps. Any process can carry on an unfinished one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The public id.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Which links it looks at.
    pub selection: Selection,
    /// Whether it only counts.
    pub dry_run: bool,
    /// Its status.
    pub status: JobStatus,
    /// How many active links there were to look at when it was opened.
    pub total: u64,
    /// How many it has looked at.
    pub scanned: u64,
    /// How many it has soft-deleted or moved, or would.
    pub changed: u64,
    /// What a `Retain` has removed, or would; nothing for the other kinds.
    pub removed: Removed,
    /// How far it is; `None` before the first step, and for a `Merge` and a `Retain`, whose place only the store knows.
    pub cursor: Option<JobCursor>,
    /// Why it failed, if it did.
    pub error: Option<String>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it last made progress.
    pub heartbeat_at: Timestamp,
    /// When it was done, if it is.
    pub completed_at: Option<Timestamp>,
}

impl Positioned for Job {
    fn position(&self) -> Position {
        Position {
            created_at: self.created_at,
            id: self.id.uuid(),
        }
    }
}

/// Which active links a job looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Only this connector's.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Only those of this kind of record.
    pub record: Option<Kind>,
    /// Only those that go this way.
    pub direction: Option<Direction>,
    /// Only those created in this time.
    pub created: Interval,
    /// Only those of these records, which are of the kind `record`; empty means all. Without a kind, it must be
    /// empty.
    pub records: Vec<RecordId>,
}

impl Selection {
    /// The kinds of record whose links it includes.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + use<> {
        let only = self.record;
        Kind::ALL
            .into_iter()
            .filter(move |kind| only.is_none_or(|it| it == *kind))
    }

    /// Whether it includes links of this stream.
    #[must_use]
    pub fn holds(&self, stream: Stream) -> bool {
        self.workspace_connector
            .is_none_or(|it| it == stream.workspace_connector)
            && self.record.is_none_or(|it| it == stream.record)
            && self.direction.is_none_or(|it| it == stream.direction)
    }
}

/// What a job does with the links that it looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Soft-deletes them; their connector is disabled.
    Disconnect,
    /// Soft-deletes them, and their connector when none is left.
    Delete,
    /// Soft-deletes them.
    Invalidate,
    /// Soft-deletes each that has an older active twin: the same record, connector and direction.
    Deduplicate,
    /// Moves those of merged records to the one that they were merged into, active or not.
    Merge,
    /// Destroys what names an erased record, whose links have ended.
    Erase,
    /// Removes what the workspace's rules do not keep. It looks at more than links.
    Retain,
    /// Soft-deletes those that this full run has not seen, and closes the run.
    Sweep(SyncRunId),
}

impl JobKind {
    /// The kinds without a run.
    const WITHOUT_RUN: [Self; 7] = [
        Self::Disconnect,
        Self::Delete,
        Self::Invalidate,
        Self::Deduplicate,
        Self::Merge,
        Self::Erase,
        Self::Retain,
    ];
    /// The stored value of the kind with one.
    const SWEEP: &'static str = "sweep";

    /// The stored value of every one.
    #[must_use]
    pub fn labels() -> Vec<&'static str> {
        let without_run = Self::WITHOUT_RUN.map(Self::as_str);
        without_run.into_iter().chain([Self::SWEEP]).collect()
    }

    /// Why a job of this kind ends or moves links.
    #[must_use]
    pub const fn grounds(self) -> Grounds {
        match self {
            Self::Disconnect | Self::Delete => Grounds::Disconnected,
            Self::Invalidate => Grounds::Invalidated,
            Self::Deduplicate => Grounds::Deduplicated,
            Self::Merge => Grounds::Merged,
            // A retention ends none: those that it removes have ended.
            Self::Erase | Self::Retain => Grounds::Erased,
            Self::Sweep(_) => Grounds::Swept,
        }
    }

    /// The stored value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disconnect => "disconnect",
            Self::Delete => "delete",
            Self::Invalidate => "invalidate",
            Self::Deduplicate => "deduplicate",
            Self::Merge => "merge",
            Self::Erase => "erase",
            Self::Retain => "retain",
            Self::Sweep(_) => Self::SWEEP,
        }
    }

    /// The kind that has this stored value, with the run of a sweep.
    #[must_use]
    pub fn from_stored(text: &str, run: Option<SyncRunId>) -> Option<Self> {
        match (text, run) {
            (Self::SWEEP, Some(run)) => Some(Self::Sweep(run)),
            (_, Some(_)) => None,
            (text, None) => Self::WITHOUT_RUN
                .into_iter()
                .find(|kind| kind.as_str() == text),
        }
    }
}

impl fmt::Display for JobKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

labels! {
    /// The status of a job.
    JobStatus, InvalidJobStatus, "not a status; there are in_progress, success and error";
    /// There is more to do.
    InProgress => "in_progress",
    /// All is done.
    Success => "success",
    /// It failed.
    Error => "error",
}

/// How far a job is: all streams before this one are done, and this one up to and including `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobCursor {
    /// The stream.
    pub stream: Stream,
    /// The last link that was looked at; `None` before the first one.
    pub after: Option<Position>,
}

/// One connector's links of one kind and direction. Jobs go through streams in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stream {
    /// The connector.
    pub workspace_connector: WorkspaceConnectorId,
    /// The kind of record.
    pub record: Kind,
    /// The direction.
    pub direction: Direction,
}
