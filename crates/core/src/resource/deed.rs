use uuid::Uuid;

use crate::cause::{Cause, Causes};

/// What somebody did to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Made it.
    Created,
    /// Saw it last: the last run that delivered it, or who made it if none did since.
    Seen,
    /// Ended it, and nobody restored it since.
    Deleted,
}

impl Deed {
    /// All of them, in the order in which they happen.
    pub const ALL: [Self; 3] = [Self::Created, Self::Seen, Self::Deleted];

    /// Who did it.
    #[must_use]
    pub const fn by(self, causes: &Causes) -> Option<Cause> {
        match self {
            Self::Created => causes.created,
            Self::Seen => causes.seen,
            Self::Deleted => causes.deleted,
        }
    }
}

/// The links that a run, a job or a key made, saw last or ended, going by what the links tell now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoneBy {
    /// What it did.
    pub deed: Deed,
    /// Its id. With one that the workspace does not have, there are no links.
    pub by: Uuid,
}
