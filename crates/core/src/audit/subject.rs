use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::id::{JobId, KeyId, SyncRunId, WorkspaceConnectorId, WorkspaceId};
use crate::record::{Kind, RecordRef};

/// What something was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Its type.
    pub about: About,
    /// Its id. `None` if it has none, is not just one, or was not made in the end.
    pub id: Option<Uuid>,
}

/// A type of what things are done to, written like the type of the resource in the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// Records of a kind.
    Record(Kind),
    /// Links to records of a kind.
    Link(Kind),
    /// Identities of records of a kind.
    Identity(Kind),
    /// Merges of records of a kind.
    Merge(Kind),
    /// The activation of a connector.
    WorkspaceConnector,
    /// A sync run.
    Run,
    /// A job.
    Job,
    /// A key.
    Key,
    /// An endpoint of webhooks.
    Webhook,
    /// What a recipient is told of an erasure, rectification or restriction.
    Notification,
    /// Ids of erased records that may not come back.
    Suppression,
    /// How long the workspace keeps what is over.
    Retention,
    /// The workspace as a whole.
    Workspace,
    /// The audit log itself.
    Log,
}

impl About {
    /// Every type.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::WorkspaceConnector,
            Self::Run,
            Self::Job,
            Self::Key,
            Self::Webhook,
            Self::Notification,
            Self::Suppression,
            Self::Retention,
            Self::Workspace,
            Self::Log,
        ];
        for of in [Self::Record, Self::Link, Self::Identity, Self::Merge] {
            all.extend(Kind::ALL.map(of));
        }
        all
    }

    /// The one with this id.
    #[must_use]
    pub fn with(self, id: impl Into<Option<Uuid>>) -> Subject {
        Subject {
            about: self,
            id: id.into(),
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Record(kind) => kind.wire().record,
            Self::Link(kind) => kind.wire().link,
            Self::Identity(kind) => kind.wire().identity,
            Self::Merge(kind) => return write!(f, "{}_merge", kind.wire().record),
            Self::WorkspaceConnector => "workspace_connector",
            Self::Run => "workspace_connector_sync_log",
            Self::Job => "job",
            Self::Key => "api_key",
            Self::Webhook => "webhook_endpoint",
            Self::Notification => "erasure_notification",
            Self::Suppression => "suppression",
            Self::Retention => "retention_policy",
            Self::Workspace => "workspace",
            Self::Log => "audit_event",
        })
    }
}

/// The text is no type of what things are done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a type of what the audit log is about")]
pub struct InvalidAbout;

impl FromStr for About {
    type Err = InvalidAbout;

    fn from_str(text: &str) -> Result<Self, InvalidAbout> {
        let found = Self::all().into_iter().find(|it| it.to_string() == text);
        found.ok_or(InvalidAbout)
    }
}

impl From<RecordRef> for Subject {
    fn from(record: RecordRef) -> Self {
        About::Record(record.kind).with(record.id.uuid())
    }
}

macro_rules! subjects {
    ($($id:ident => $about:ident),+ $(,)?) => {
        $(impl From<$id> for Subject {
            fn from(id: $id) -> Self {
                About::$about.with(id.uuid())
            }
        })+
    };
}

subjects! {
    WorkspaceConnectorId => WorkspaceConnector,
    SyncRunId => Run,
    JobId => Job,
    KeyId => Key,
    WorkspaceId => Workspace,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_they_are_written_and_all_differ() {
        for about in About::all() {
            assert_eq!(about.to_string().parse(), Ok(about));
        }
        assert_eq!("person".parse::<About>(), Err(InvalidAbout));
    }
}
