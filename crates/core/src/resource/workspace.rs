use super::{ExternalId, Name, Times};
use crate::id::WorkspaceId;
use crate::limits::WorkspaceLimits;
use crate::time::Timestamp;

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The public id.
    pub id: WorkspaceId,
    /// The name to show.
    pub name: Name,
    /// The id in an outside system.
    pub external_id: Option<ExternalId>,
    /// When it was created, changed and soft-deleted.
    pub times: Times,
    /// Since when its keys are refused and its jobs wait, if they are.
    pub suspended_at: Option<Timestamp>,
    /// How much it may ask for and have.
    pub limits: WorkspaceLimits,
}

/// How much a workspace has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkspaceSize {
    /// Active records, of all kinds.
    pub records: u64,
    /// Active links, of all kinds.
    pub links: u64,
    /// Keys that have not ended.
    pub keys: u64,
}
