//! When a row was created, changed and soft-deleted, and whether soft-deleted rows are visible.

use crate::time::Timestamp;

/// The times that every resource carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When it was created; never changes.
    pub created_at: Timestamp,
    /// When it last changed; grows with every change.
    pub updated_at: Option<Timestamp>,
    /// When it was soft-deleted; `None` while it is active.
    pub deleted_at: Option<Timestamp>,
}

impl Times {
    /// When the resource last changed. It grows with every change, so it identifies a version.
    #[must_use]
    pub fn version(&self) -> Timestamp {
        self.updated_at.unwrap_or(self.created_at)
    }
}

/// Whether soft-deleted rows are visible.
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
