//! Sources: which system gave each value of a record, and whose value counts.
//!
//! A delivery leaves the values of known records alone unless it says [`OnKnown::Update`]. Then [`Held::take`] decides, for
//! both engines, which of a line's values the record gets: a source that the workspace [ranks](Ranks) better goes first,
//! and among equals the one that was observed last.

mod held;
mod rank;
mod sources;
mod update;

pub use held::{Held, Took};
pub use rank::{InvalidRank, Rank, Ranks};
pub use sources::{Giver, Source, Sources};
pub use update::{Given, Update, update};

use crate::labels::labels;

labels! {
    /// What happens to the values of a line whose record is known.
    OnKnown, InvalidOnKnown, "not a way to treat known records; use keep or update";
    /// Nothing: the record keeps its values.
    Keep => "keep",
    /// The record gets those that its present ones do not outrank.
    Update => "update",
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro derives what all labels share"
)]
impl Default for OnKnown {
    fn default() -> Self {
        Self::Keep
    }
}
