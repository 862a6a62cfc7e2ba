use crate::id::{DeliveryId, RejectionId};
use crate::page::{Position, Positioned};
use crate::sync::Refused;
use crate::time::Timestamp;

/// A line to be kept as rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRejection {
    /// Its id, minted.
    pub id: RejectionId,
    /// The number of the line in its delivery, counted from 1.
    pub line: u64,
    /// Why it is rejected, [short](Refused::short).
    pub why: Refused,
    /// Whether it was taken all the same: its names disagreed, and the connector's counted.
    pub taken: bool,
}

/// A rejected line, as its run keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedLine {
    /// The public id.
    pub id: RejectionId,
    /// The delivery that the line came in.
    pub delivery: DeliveryId,
    /// The number of the line in its delivery, counted from 1.
    pub line: u64,
    /// Why it was rejected.
    pub why: Refused,
    /// Whether nothing of its delivery was kept because of it: the delivery was all-or-nothing. The run's tally does not
    /// count such a line, because it is no loss once the delivery is sent again without it.
    pub undid_delivery: bool,
    /// Whether it was taken all the same: its names mean two records, and the connector's own counted.
    pub taken: bool,
    /// When it was rejected. Of one run, each has a later time than the one before.
    pub created_at: Timestamp,
}

impl RejectedLine {
    /// The most that are kept of one run: the first ones.
    pub const MOST_KEPT: usize = 1_000;
}

impl Positioned for RejectedLine {
    fn position(&self) -> Position {
        Position {
            created_at: self.created_at,
            id: self.id.uuid(),
        }
    }
}

/// How many rejected lines a run keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeptRejections {
    /// All of them, at most [`RejectedLine::MOST_KEPT`].
    pub all: u64,
    /// Those that undid their delivery, which the run's tally does not count.
    pub undid_delivery: u64,
    /// Those that were taken all the same, which it does not count either.
    pub taken: u64,
}

impl KeptRejections {
    /// How many there were in all, given the number that the run's tally counts.
    #[must_use]
    pub fn of(self, counted: u64) -> u64 {
        // The tally may have been read before a batch that added to both.
        self.all.max(counted + self.undid_delivery + self.taken)
    }
}
