use super::{ExternalId, Name, Times};
use crate::id::WorkspaceId;

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
}
