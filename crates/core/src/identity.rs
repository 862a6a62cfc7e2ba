//! Identities: what connectors call records.
//!
//! The same person is `12345` in one system and `cus_9` in another, and one system's `501` is not another's. An
//! [`Identity`] says which record a connector means by an id of its own. [`resolve()`] decides which record a line of a
//! delivery is about.
//!
//! Records that turn out to be one are put together by a [`Merge`], which can be undone.
//!
//! The ids that the connectors of a workspace share are not identities: such a key belongs to the record itself, as its
//! external id.

mod duplicates;
mod email;
mod matching;
mod merge;
mod name;
mod resolve;
mod stay;

pub use duplicates::{Alike, Duplicates, InvalidLikeness, Likeness, MOST_ALIKE, SharedKey};
pub(crate) use duplicates::{Sharing, group};
pub use email::email_key;
pub use matching::{MatchRule, OnConflict};
pub use merge::{Contradiction, MOST_MERGED, Merge, MergedInto, NewMerge};
pub use name::name_key;
pub use resolve::{Known, Matches, Met, Resolved, Unresolved, resolve};
pub use stay::Stay;

use crate::cause::Cause;
use crate::id::{IdentityId, NewId, RecordId, WorkspaceConnectorId};
use crate::page::{Position, Positioned};
use crate::record::Kind;
use crate::text::ExternalId;
use crate::times::{Deleted, Times};

/// What a connector calls a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its public id.
    pub id: IdentityId,
    /// The record.
    pub record: RecordId,
    /// The connector, or the one that it continues.
    pub workspace_connector: WorkspaceConnectorId,
    /// What the connector calls the record. Among a connector's active identities of a kind it occurs once.
    pub external_id: ExternalId,
    /// When it was made, changed and soft-deleted.
    pub times: Times,
    /// Who made it.
    pub created: Cause,
    /// Who deleted it, if somebody did.
    pub deleted: Option<Cause>,
}

impl Positioned for Identity {
    fn position(&self) -> Position {
        Position {
            created_at: self.times.created_at,
            id: self.id.uuid(),
        }
    }
}

/// Which identities a list holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IdentityFilter {
    /// Only this record's.
    pub record: Option<RecordId>,
    /// Only this connector's, and those of the ones that it continues or that continue it.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// Only those with this id.
    pub external_id: Option<ExternalId>,
    /// Whether to include soft-deleted ones.
    pub deleted: Deleted,
}

/// An identity to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIdentity {
    /// The kind of record.
    pub kind: Kind,
    /// Its id.
    pub id: NewId<IdentityId>,
    /// An active record of the workspace.
    pub record: RecordId,
    /// An active connector of the workspace.
    pub workspace_connector: WorkspaceConnectorId,
    /// What the connector calls the record.
    pub external_id: ExternalId,
}

impl NewIdentity {
    /// The identity that `by` made of it at `at`; `record` is the one that it was resolved to.
    #[must_use]
    pub fn made(self, record: RecordId, at: crate::time::Timestamp, by: Cause) -> Identity {
        Identity {
            id: self.id.get(),
            record,
            workspace_connector: self.workspace_connector,
            external_id: self.external_id,
            times: Times {
                created_at: at,
                updated_at: Some(at),
                deleted_at: None,
            },
            created: by,
            deleted: None,
        }
    }
}
