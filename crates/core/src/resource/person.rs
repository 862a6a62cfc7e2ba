use super::{Deleted, ExternalId, Name, Times};
use crate::id::PersonId;
use crate::page::{Position, Positioned};
pub use crate::record::PersonNames;

/// A person in one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The public id.
    pub id: PersonId,
    /// What the person is called.
    pub names: PersonNames,
    /// The id that the workspace's systems know the person by; one active person has it.
    pub external_id: Option<ExternalId>,
    /// When.
    pub times: Times,
}

impl PersonNames {
    /// Fills in a missing full name from the first and the last.
    #[must_use]
    pub fn completed(mut self) -> Self {
        if self.full.is_none() {
            let parts: Vec<_> = [&self.first, &self.last]
                .into_iter()
                .flatten()
                .map(Name::as_str)
                .collect();
            self.full = Name::parse(&parts.join(" ")).ok();
        }
        self
    }
}

impl Positioned for Person {
    fn position(&self) -> Position {
        Position {
            created_at: self.times.created_at,
            id: self.id.uuid(),
        }
    }
}

/// Which people a list holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonFilter {
    /// Only the one with this external id.
    pub external_id: Option<ExternalId>,
    /// Whether soft-deleted ones count.
    pub deleted: Deleted,
}
