use super::{ExternalId, Name, Times};
use crate::id::WorkspaceId;

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The public id.
    pub id: WorkspaceId,
    /// The name that is shown.
    pub name: Name,
    /// The id that an outside system knows it by.
    pub external_id: Option<ExternalId>,
    /// When.
    pub times: Times,
}
