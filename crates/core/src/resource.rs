//! What the ledger holds, as the contract names it.

mod connector;
mod job;
mod link;
mod person;
mod person_search;
mod record;
mod sync_run;
mod text;
mod workspace;
mod workspace_connector;

pub use connector::{Connector, InvalidSlug, Slug};
pub use job::{InvalidJobStatus, Job, JobCursor, JobKind, JobStatus, Selection, Stream};
pub use link::{Direction, InvalidDirection, Link, LinkFilter};
pub use person::{Person, PersonFilter, PersonNames};
pub use person_search::PersonSearch;
pub use record::Record;
pub use sync_run::{
    InvalidMode, InvalidRunStatus, InvalidTrigger, Mode, RunFilter, RunStatus, SyncRun, Tally,
    Trigger,
};
pub use text::{ExternalId, InvalidText, Name, Reason};
pub use workspace::Workspace;
pub use workspace_connector::{
    InvalidStatus, Status, WorkspaceConnector, WorkspaceConnectorFilter,
};

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
