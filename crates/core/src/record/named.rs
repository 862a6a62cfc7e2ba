use super::Values;
use crate::id::RecordId;
use crate::text::ExternalId;

/// A record as a line of a delivery names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By the public id of a record that exists.
    Id(RecordId),
    /// By the id that its own system knows it by, with the values that a new record gets.
    External(ExternalId, Values),
}
