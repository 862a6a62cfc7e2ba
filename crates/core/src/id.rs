//! Public ids, each with its own type, so that a record's id cannot be passed as a link's.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Text that is not a hyphenated UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID; write it as 8-4-4-4-12 hexadecimal digits")]
pub struct InvalidId;

fn parse(text: &str) -> Result<Uuid, InvalidId> {
    // `Uuid::try_parse` also accepts braces, a URN and bare digits. We accept only one spelling, so that a resource
    // has one URL.
    if text.len() == 36 {
        Uuid::try_parse(text).map_err(|_| InvalidId)
    } else {
        Err(InvalidId)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID of any version.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }
    };
}

id! {
    /// A workspace: the tenant.
    WorkspaceId
}
id! {
    /// A record of any [`Kind`](crate::record::Kind).
    RecordId
}
id! {
    /// A connector's definition, shared by all workspaces.
    ConnectorId
}
id! {
    /// A connector's activation in one workspace.
    WorkspaceConnectorId
}
id! {
    /// A provenance link.
    LinkId
}
id! {
    /// A bearer key, without its secret.
    KeyId
}
id! {
    /// A sync run.
    SyncRunId
}
id! {
    /// A delivery within a sync run. The sender may choose the id, to be able to resend.
    DeliveryId
}
id! {
    /// A rejected line of a delivery.
    RejectionId
}
id! {
    /// An identity of a record.
    IdentityId
}
id! {
    /// A job.
    JobId
}
id! {
    /// A recall: an erasure, rectification or restriction.
    RecallId
}
id! {
    /// What a recipient is told of a recall.
    NotificationId
}
id! {
    /// An id of an erased record that may not come back.
    SuppressionId
}
id! {
    /// An endpoint of webhooks.
    WebhookEndpointId
}
id! {
    /// A message to an endpoint of webhooks.
    WebhookMessageId
}
id! {
    /// An attempt to send a message.
    WebhookAttemptId
}

id! {
    /// An entry of the audit log.
    AuditEventId
}

/// The id of a resource to create.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewId<T> {
    /// Generated here, a UUID version 7: it cannot exist yet.
    Minted(T),
    /// Sent by the client, who may have sent it before.
    Brought(T),
}

impl<T: Copy> NewId<T> {
    /// The id, whoever chose it.
    pub fn get(&self) -> T {
        match self {
            Self::Minted(id) | Self::Brought(id) => *id,
        }
    }

    /// The id, if the client chose it.
    pub fn brought(&self) -> Option<T> {
        match self {
            Self::Brought(id) => Some(*id),
            Self::Minted(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_version_is_an_id() {
        let id: LinkId = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4".parse().unwrap();
        assert_eq!(id.to_string(), "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4");
    }

    #[test]
    fn one_spelling() {
        for text in [
            "",
            "9b8c7a6d5e4f3210b1a0c9d8e7f6a5b4",
            "{9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4}",
            "urn:uuid:9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4",
            "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5bz",
        ] {
            assert_eq!(text.parse::<LinkId>(), Err(InvalidId), "{text}");
        }
    }
}
