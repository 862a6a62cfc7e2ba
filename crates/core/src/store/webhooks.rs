use std::time::Duration;

use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::command::Expected;
use crate::id::{WebhookAttemptId, WebhookEndpointId, WebhookMessageId};
use crate::page::Slice;
use crate::tenant::Tenant;
use crate::time::Timestamp;
use crate::webhook::{
    EndpointUrl, Message, NewWebhookEndpoint, Outcome, Secret, WebhookAttempt, WebhookEndpoint,
    WebhookEndpointChanges,
};

/// The attempts that are kept of each endpoint: the newest.
pub const KEPT_ATTEMPTS: usize = 100;

/// Keeps endpoints, and who sends what to them.
///
/// An endpoint has at most one attempt under way. Whether one is due, and whether one has lasted longer than its lease,
/// is measured by the store's own clock.
#[async_trait]
pub trait WebhookStore: Send + Sync {
    /// Creates an endpoint.
    ///
    /// # Errors
    /// As command 0: `TooManyEndpoints`, or `PositionAhead`.
    async fn webhook_create(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewWebhookEndpoint,
    ) -> Result<WebhookEndpoint, ApplyError>;

    /// One endpoint by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn webhook_get(
        &self,
        tenant: Tenant,
        id: WebhookEndpointId,
    ) -> Result<Option<WebhookEndpoint>, StoreError>;

    /// The endpoints of `slice`, in its order.
    ///
    /// # Errors
    /// When the store fails.
    async fn webhook_list(
        &self,
        tenant: Tenant,
        slice: Slice,
    ) -> Result<Vec<WebhookEndpoint>, StoreError>;

    /// Changes an endpoint, if it is as `expected`. A message that has failed is due at once. A new position drops it;
    /// if it is under way, its success does not move the position.
    ///
    /// # Errors
    /// As command 0: `NotFound`, `Changed` or `Unwanted`, or `PositionAhead`.
    async fn webhook_update(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        changes: WebhookEndpointChanges,
        expected: Option<Expected>,
    ) -> Result<WebhookEndpoint, ApplyError>;

    /// Adds a secret. The others stop signing at `expires_at`, or when they were to before; those that have stopped by
    /// `at` are forgotten.
    ///
    /// # Errors
    /// As command 0: `NotFound`, or `TooManySecrets`.
    async fn webhook_rotate(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        secret: Secret,
        expires_at: Timestamp,
    ) -> Result<WebhookEndpoint, ApplyError>;

    /// Deletes an endpoint, if it is as `expected`, with its secrets and attempts.
    ///
    /// # Errors
    /// As command 0: `NotFound`, `Changed` or `Unwanted`.
    async fn webhook_delete(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        expected: Option<Expected>,
    ) -> Result<(), ApplyError>;

    /// The attempts of an endpoint in `slice`, in its order.
    ///
    /// # Errors
    /// When the store fails.
    async fn webhook_attempt_list(
        &self,
        tenant: Tenant,
        endpoint: WebhookEndpointId,
        slice: Slice,
    ) -> Result<Vec<WebhookAttempt>, StoreError>;

    /// One attempt by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn webhook_attempt_get(
        &self,
        tenant: Tenant,
        id: WebhookAttemptId,
    ) -> Result<Option<WebhookAttempt>, StoreError>;

    /// The workspaces with an endpoint for which a message is due. Their tenants permit a service to send them.
    ///
    /// # Errors
    /// When the store fails.
    async fn webhooks_due(&self) -> Result<Vec<Tenant>, StoreError>;

    /// Takes up the message that has been due for longest in this workspace: one that has failed or whose attempt has
    /// lasted longer than its lease, or else a new one about the changes after the endpoint's position. An endpoint
    /// that wants to know of none of them gets a new position instead. `None` if nothing is due.
    ///
    /// # Errors
    /// When the store fails.
    async fn webhook_claim(
        &self,
        tenant: Tenant,
        at: Timestamp,
        claim: WebhookClaim,
    ) -> Result<Option<ClaimedWebhook>, ApplyError>;

    /// Ends an attempt. `Delivered` moves the endpoint to the message's position, and `Gone` disables it. After anything
    /// else the same message is due again. An attempt that another one has replaced changes nothing, nor does one that
    /// is missing.
    ///
    /// # Errors
    /// When the store fails.
    async fn webhook_settle(
        &self,
        tenant: Tenant,
        at: Timestamp,
        attempt: WebhookAttemptId,
        result: WebhookResult,
    ) -> Result<(), ApplyError>;
}

/// What a process needs to take up a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookClaim {
    /// The id of the attempt, minted.
    pub attempt: WebhookAttemptId,
    /// The id of the message if it is a new one, minted.
    pub message: WebhookMessageId,
    /// How long the attempt may last.
    pub lease: Duration,
    /// How many entries of the journal to read for one message. If there are more, the next message tells of them.
    pub read_ahead: usize,
}

/// A message that this process is to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedWebhook {
    /// The attempt.
    pub attempt: WebhookAttemptId,
    /// The endpoint.
    pub endpoint: WebhookEndpointId,
    /// Where to send it.
    pub url: EndpointUrl,
    /// What to sign it with, the newest first.
    pub secrets: Vec<Secret>,
    /// What to send.
    pub message: Message,
    /// How many attempts have failed in a row.
    pub failures: u64,
}

/// What an attempt came to, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookResult {
    /// What it came to.
    pub outcome: Outcome,
    /// The status of the answer, if there was one.
    pub status_code: Option<u16>,
    /// What went wrong, for people.
    pub detail: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// How long to leave the endpoint alone.
    pub pause: Duration,
}
