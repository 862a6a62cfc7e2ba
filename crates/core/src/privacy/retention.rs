//! How long a workspace keeps what is over: the rules, and what was removed by them.
//!
//! Nothing is removed unless a rule says so. A job of the kind [`Retain`](crate::resource::JobKind::Retain) removes it
//! in short steps. What is cut off is written down as a [`Cut`](Cuts), so that a reader of the past can say from when on
//! it is whole.

mod holding;
mod place;
mod removed;
mod rules;

pub use holding::{Category, Holding, InvalidCategory, InvalidHolding};
pub use place::Place;
pub use removed::Removed;
pub use rules::{InvalidPeriod, Period, Policy, RuleChanges, Rules};

use crate::time::Timestamp;

/// Up to when retention has removed what there is about one kind of record; `None` where it has removed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cuts {
    /// Links that ended before may be gone, with their history.
    pub links: Option<Timestamp>,
    /// States of links that ended before may be gone.
    pub history: Option<Timestamp>,
    /// Records that were deleted before may be gone, with their links.
    pub tombstones: Option<Timestamp>,
}

impl Cuts {
    /// The first instant at which all links are known as they were; `None` if they are for all time.
    #[must_use]
    pub fn covers_since(&self) -> Option<Timestamp> {
        self.links.max(self.history).max(self.tombstones)
    }
}
