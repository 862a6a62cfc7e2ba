use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::{Deleted, Times};
use crate::cause::{Cause, Causes, Grounds};
use crate::id::{LinkId, RecordId, SyncRunId, WorkspaceConnectorId};
use crate::page::{Position, Positioned};
use crate::time::Timestamp;

/// Whether a record came in or went out; `core_api.direction_enum`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The connector delivered the record into the system.
    Input,
    /// The connector received the record from the system.
    Output,
}

impl Direction {
    /// Both directions.
    pub const ALL: [Self; 2] = [Self::Input, Self::Output];

    /// The stored value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a direction; use input or output")]
pub struct InvalidDirection;

impl FromStr for Direction {
    type Err = InvalidDirection;

    fn from_str(text: &str) -> Result<Self, InvalidDirection> {
        Self::ALL
            .into_iter()
            .find(|direction| direction.as_str() == text)
            .ok_or(InvalidDirection)
    }
}

/// One row of provenance: this connector sourced or consumed this record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its public id.
    pub id: LinkId,
    /// The record it is about.
    pub record: RecordId,
    /// The connector that sourced or consumed the record.
    pub workspace_connector: WorkspaceConnectorId,
    /// Whether it sourced or consumed it.
    pub direction: Direction,
    /// When it was created, changed and soft-deleted.
    pub times: Times,
    /// Who made it, saw it last and ended it.
    pub causes: Causes,
}

/// What a link said for a while. It is followed by another state when the link is restored, pointed to another end or
/// turned around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    /// The record it was about.
    pub record: RecordId,
    /// The connector that sourced or consumed the record.
    pub workspace_connector: WorkspaceConnectorId,
    /// Whether it sourced or consumed it.
    pub direction: Direction,
    /// From when on.
    pub since: Timestamp,
    /// Until when; `None` for the present state.
    pub until: Option<Timestamp>,
    /// Who made the link so.
    pub by: Option<Cause>,
    /// The run that saw it last, and when, if one did since the link was made.
    pub seen: Option<(SyncRunId, Timestamp)>,
    /// When it ended; `None` if it was active all the time.
    pub deleted_at: Option<Timestamp>,
    /// Who ended it.
    pub deleted_by: Option<Cause>,
    /// Why.
    pub reason: Option<Grounds>,
}

impl Positioned for Link {
    fn position(&self) -> Position {
        Position {
            created_at: self.times.created_at,
            id: self.id.uuid(),
        }
    }
}

impl Positioned for LinkState {
    /// A link is in one state at a time, so no two of its states began at the same time.
    fn position(&self) -> Position {
        Position {
            created_at: self.since,
            id: Uuid::nil(),
        }
    }
}

/// Which links a list holds. With an id that the workspace does not have, it is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkFilter {
    /// Only this record's.
    pub record: Option<RecordId>,
    /// Only this connector's.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Only this direction.
    pub direction: Option<Direction>,
    /// Whether to include soft-deleted ones.
    pub deleted: Deleted,
}
