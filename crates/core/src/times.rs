//! When a row was made, changed and soft-deleted, and whether the soft-deleted ones are seen.

use crate::time::Timestamp;

/// The times that every resource carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When it was made; never changes.
    pub created_at: Timestamp,
    /// When it last changed; later than before at every change.
    pub updated_at: Option<Timestamp>,
    /// When it was soft-deleted; `None` while it is active.
    pub deleted_at: Option<Timestamp>,
}

impl Times {
    /// When the resource last changed, later at every change: what tells its versions apart.
    #[must_use]
    pub fn version(&self) -> Timestamp {
        self.updated_at.unwrap_or(self.created_at)
    }
}

/// Whether soft-deleted rows are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Deleted {
    /// Active rows only: the normal query.
    #[default]
    Exclude,
    /// All rows.
    Include,
    /// Soft-deleted rows only.
    Only,
}
