use uuid::Uuid;

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

/// The links that a run, a job or a key made, saw last or ended, going by what the links tell now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoneBy {
    /// What it did.
    pub deed: Deed,
    /// Its id. With one that the workspace does not have, there are no links.
    pub by: Uuid,
}
