//! Kept counts that are compared with what is there.

use crate::id::WorkspaceConnectorId;
use crate::record::Kind;
use crate::resource::Direction;

/// What a count is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// A workspace's records of one kind.
    Records(Kind),
    /// The links of one of its connectors, to records of one kind and in one direction.
    Links(WorkspaceConnectorId, Kind, Direction),
    /// These links, by the hour in which they were made. The numbers are of the hours that were wrong, whatever became of the
    /// links.
    Hours(WorkspaceConnectorId, Kind, Direction),
    /// What is kept of a workspace for the flows of one kind of record, and of all links to it by hour. The number is of records,
    /// sums and hours that are wrong; none should be.
    Flows(Kind),
}

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Those that are not deleted. A wrong count may be negative.
    pub active: i64,
    /// The others.
    pub deleted: i64,
}

/// A count that was wrong. If both numbers are the same, the time of the oldest or the newest link was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Miscount {
    /// What it is of.
    pub of: Counted,
    /// What was kept.
    pub kept: Number,
    /// What is there.
    pub found: Number,
}
