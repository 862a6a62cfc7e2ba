use super::Record;
use crate::id::WorkspaceConnectorId;
use crate::page::{Position, Positioned};
use crate::times::Deleted;

/// Whom did only this connector source? The records that have an input link of this connector, and none of another.
///
/// Links count as they are now, wherever they pointed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlySource {
    /// The connector. With one that the workspace does not have, no record is found.
    pub connector: WorkspaceConnectorId,
    /// Whether soft-deleted links count as well: whom did only this connector ever source?
    pub ever: bool,
    /// Whether to include soft-deleted records. Those have no active links.
    pub deleted: Deleted,
}

/// A record with a single source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced {
    /// The record.
    pub record: Record,
    /// The place in the list: that of the oldest of its input links that count.
    pub since: Position,
}

impl Positioned for Sourced {
    fn position(&self) -> Position {
        self.since
    }
}
