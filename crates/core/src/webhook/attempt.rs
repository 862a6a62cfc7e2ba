use std::time::Duration;

use crate::id::{WebhookAttemptId, WebhookEndpointId, WebhookMessageId};
use crate::labels::labels;
use crate::page::{Position, Positioned};
use crate::time::Timestamp;

/// One attempt to send a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookAttempt {
    /// The public id.
    pub id: WebhookAttemptId,
    /// The endpoint.
    pub endpoint: WebhookEndpointId,
    /// The message; the same in each attempt to send it.
    pub message: WebhookMessageId,
    /// The message says that there are changes up to here.
    pub position: u64,
    /// How many attempts in a row this makes, counted from 1.
    pub number: u64,
    /// When it was begun.
    pub started_at: Timestamp,
    /// How long it took, in milliseconds; `None` while it lasts.
    pub duration_ms: Option<u64>,
    /// What it came to; `None` while it lasts.
    pub outcome: Option<Outcome>,
    /// The status of the answer, if there was one.
    pub status_code: Option<u16>,
    /// What went wrong, for people.
    pub detail: Option<String>,
    /// When the message is due again, if it failed.
    pub next_attempt_at: Option<Timestamp>,
}

impl Positioned for WebhookAttempt {
    fn position(&self) -> Position {
        Position {
            created_at: self.started_at,
            id: self.id.uuid(),
        }
    }
}

/// What sending a message came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// What it came to.
    pub outcome: Outcome,
    /// The status of the answer, if there was one.
    pub status_code: Option<u16>,
    /// What went wrong, for people.
    pub detail: Option<String>,
    /// How long the endpoint asks to be left alone.
    pub retry_after: Option<Duration>,
    /// How long it took.
    pub took: Duration,
}

labels! {
    /// What an attempt came to.
    Outcome, InvalidOutcome, "not an outcome of an attempt";
    /// The endpoint has the message: it answered with a status from 200 to 299.
    Delivered => "delivered",
    /// It answered 410: it wants no more messages, and was disabled.
    Gone => "gone",
    /// It answered with a redirect, which is not followed.
    Redirected => "redirected",
    /// It answered with another status.
    Refused => "refused",
    /// It did not answer in time.
    TimedOut => "timed_out",
    /// Its name does not resolve, or the connection failed.
    Unreachable => "unreachable",
    /// Its certificate is not trusted, or it does not speak TLS.
    Untrusted => "untrusted",
    /// Its name leads to an address that webhooks must not reach, such as a private one.
    Forbidden => "forbidden",
    /// Its answer is not HTTP.
    Garbled => "garbled",
    /// The process that made the attempt is gone, so nobody knows.
    Lost => "lost",
}

impl Outcome {
    /// Whether the message is sent again.
    #[must_use]
    pub const fn is_retried(self) -> bool {
        !matches!(self, Self::Delivered | Self::Gone)
    }
}
