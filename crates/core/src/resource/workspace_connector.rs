use std::fmt;
use std::str::FromStr;

use super::{Deleted, Times};
use crate::id::{ConnectorId, WorkspaceConnectorId};
use crate::identity::MatchRule;
use crate::page::{Position, Positioned};
use crate::privacy::LegalEntity;
use crate::source::Rank;

/// The status of an activation; `core_api.status_enum`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It works.
    Enabled,
    /// Somebody turned it off.
    Disabled,
    /// It was added and still needs its settings.
    ToConfigure,
    /// It is busy.
    Processing,
    /// It failed.
    Error,
    /// Its authorisation expired.
    NeedReconnect,
    /// It was stopped from outside.
    Suspended,
}

impl Status {
    /// Every status, as the contract lists them.
    pub const ALL: [Self; 7] = [
        Self::Enabled,
        Self::Disabled,
        Self::ToConfigure,
        Self::Processing,
        Self::Error,
        Self::NeedReconnect,
        Self::Suspended,
    ];

    /// The stored value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
            Self::ToConfigure => "to_configure",
            Self::Processing => "processing",
            Self::Error => "error",
            Self::NeedReconnect => "need_reconnect",
            Self::Suspended => "suspended",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a status; use enabled, disabled, to_configure, processing, error, need_reconnect or suspended"
)]
pub struct InvalidStatus;

impl FromStr for Status {
    type Err = InvalidStatus;

    fn from_str(text: &str) -> Result<Self, InvalidStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(InvalidStatus)
    }
}

/// The activation of a connector in one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceConnector {
    /// The public id.
    pub id: WorkspaceConnectorId,
    /// The connector it activates.
    pub connector: ConnectorId,
    /// Its status.
    pub status: Status,
    /// By what its records are matched with those that the workspace knows.
    pub match_rule: MatchRule,
    /// Its place in the order in which the workspace trusts its connectors, if it has one.
    pub rank: Option<Rank>,
    /// What the workspace says of who is behind it in law, where that is not what the definition says.
    pub legal: LegalEntity,
    /// The activation of the same connector that it continues, whose identities it has.
    pub continues: Option<WorkspaceConnectorId>,
    /// When it was created, changed and soft-deleted.
    pub times: Times,
}

impl Positioned for WorkspaceConnector {
    fn position(&self) -> Position {
        Position {
            created_at: self.times.created_at,
            id: self.id.uuid(),
        }
    }
}

/// Which workspace connectors a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkspaceConnectorFilter {
    /// Only activations of this connector.
    pub connector: Option<ConnectorId>,
    /// Only those with this status.
    pub status: Option<Status>,
    /// Whether to include soft-deleted ones.
    pub deleted: Deleted,
}
