use super::{EndpointUrl, Outcome, Secret};
use crate::id::WebhookEndpointId;
use crate::labels::labels;
use crate::page::{Position, Positioned};
use crate::record::Kind;
use crate::time::Timestamp;
use crate::times::Times;

/// The most endpoints that a workspace can have.
pub const MAX_ENDPOINTS: usize = 50;

/// Somebody who is told of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookEndpoint {
    /// The public id.
    pub id: WebhookEndpointId,
    /// Where messages are sent.
    pub url: EndpointUrl,
    /// The kinds of record whose changes, or whose links' changes, it is told of; empty for all.
    pub kinds: Vec<Kind>,
    /// Whether messages are sent.
    pub status: EndpointStatus,
    /// It knows that there are changes up to here.
    pub position: u64,
    /// How old its secrets are, the newest first.
    pub secrets: Vec<SecretLife>,
    /// How many attempts have failed since the last one that did not.
    pub failures: u64,
    /// When the first of them was made.
    pub failing_since: Option<Timestamp>,
    /// When the next attempt is due, if one has failed.
    pub next_attempt_at: Option<Timestamp>,
    /// When the last attempt was made.
    pub last_attempt_at: Option<Timestamp>,
    /// What it came to.
    pub last_outcome: Option<Outcome>,
    /// When it was made, and when somebody last changed it. Attempts do not count as changes.
    pub times: Times,
}

impl Positioned for WebhookEndpoint {
    fn position(&self) -> Position {
        Position {
            created_at: self.times.created_at,
            id: self.id.uuid(),
        }
    }
}

/// Since when a secret signs, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretLife {
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops signing, if there is a newer one.
    pub expires_at: Option<Timestamp>,
}

/// An endpoint to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhookEndpoint {
    /// Its id, minted.
    pub id: WebhookEndpointId,
    /// Where messages are sent.
    pub url: EndpointUrl,
    /// The kinds of record it is told of; empty for all.
    pub kinds: Vec<Kind>,
    /// Whether messages are sent.
    pub status: EndpointStatus,
    /// It is told of changes after this position: by default of those that are still to come.
    pub position: Option<u64>,
    /// Its first secret.
    pub secret: Secret,
}

/// Changes to an endpoint; `None` leaves a value as it is.
///
/// Whatever is changed, a message that has failed is due at once, as the reason may be gone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebhookEndpointChanges {
    /// Where messages are sent.
    pub url: Option<EndpointUrl>,
    /// The kinds of record it is told of; empty for all.
    pub kinds: Option<Vec<Kind>>,
    /// Whether messages are sent.
    pub status: Option<EndpointStatus>,
    /// It is told of changes after this position; further back than before, to replay them.
    pub position: Option<u64>,
}

labels! {
    /// Whether messages are sent to an endpoint.
    EndpointStatus, InvalidEndpointStatus, "not a status; there are enabled and disabled";
    /// They are.
    Enabled => "enabled",
    /// They are not: somebody has disabled it, or it has answered 410 Gone.
    Disabled => "disabled",
}
