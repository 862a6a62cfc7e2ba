//! Webhooks: endpoints that are told of changes.
//!
//! An endpoint is a URL, its secrets and a position in the journal. A message is thin: it says that there are changes up
//! to a position, and of which kinds of record; the receiver reads them in the feed. So an endpoint has at most one
//! message on its way, and replaying is moving the position back.
//!
//! Messages follow the Standard Webhooks specification. How they are sent is up to `wellhead-webhook`; here is what an
//! endpoint is, and when it is tried again.

mod attempt;
mod deliver;
mod endpoint;
mod ledger;
mod message;
mod schedule;
mod secret;
mod url;

pub use attempt::{InvalidOutcome, Outcome, Sent, WebhookAttempt};
pub use deliver::LEASE;
pub use endpoint::{
    EndpointStatus, InvalidEndpointStatus, MAX_ENDPOINTS, NewWebhookEndpoint, SecretLife,
    WebhookEndpoint, WebhookEndpointChanges,
};
pub use message::Message;
pub use schedule::{MOST_PATIENT, RETRIES, wait};
pub use secret::{MAX_SECRETS, Secret};
pub use url::{EndpointUrl, InvalidUrl};
