//! What a process does to tell endpoints of changes.

use std::time::Duration;

use super::{Outcome, Sent, wait};
use crate::host::mint;
use crate::journal::Place;
use crate::ledger::Ledger;
use crate::store::{ApplyError, ClaimedWebhook, StoreError, WebhookClaim, WebhookResult};
use crate::tenant::Tenant;

/// How long an attempt may last before another process makes the next one. Longer than any attempt takes.
pub const LEASE: Duration = Duration::from_secs(30);

/// The shortest time from one message to the next, so that many small changes do not make as many messages.
const GATHER: Duration = Duration::from_secs(1);

/// The entries of the journal that are read for one message: some milliseconds.
const READ_AHEAD: usize = 10_000;

impl Ledger {
    /// The workspaces with an endpoint that a message is due for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhooks_due(&self) -> Result<Vec<Tenant>, StoreError> {
        self.store().webhooks_due().await
    }

    /// Takes up a message that is due in this workspace, so that no other process sends it meanwhile. `None` if there
    /// is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook_claim(
        &self,
        tenant: Tenant,
    ) -> Result<Option<ClaimedWebhook>, ApplyError> {
        let at = self.now();
        let claim = WebhookClaim {
            attempt: mint(self.host(), at),
            message: mint(self.host(), at),
            lease: LEASE,
            read_ahead: READ_AHEAD,
        };
        self.store().webhook_claim(tenant, at, claim).await
    }

    /// The place in the journal behind the change at `position`. If that change is kept no more, the feed says so to
    /// whoever goes on from there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn place_behind(&self, tenant: Tenant, position: u64) -> Result<Place, StoreError> {
        let Some(before) = position.checked_sub(1) else {
            return Ok(Place::default());
        };
        let before = Place {
            position: before,
            at: None,
        };
        let at = match self.store().journal_read(tenant, before, 1).await? {
            Ok(found) => found.changes.first().and_then(|change| change.place.at),
            Err(expired) if expired.oldest.position == position => expired.oldest.at,
            Err(_) => None,
        };
        Ok(Place { position, at })
    }

    /// Keeps what an attempt came to. If it failed, the message is due again later; if not, the next one is not due at
    /// once. An attempt that took longer than its lease, or whose endpoint was deleted, changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook_settle(
        &self,
        tenant: Tenant,
        claimed: &ClaimedWebhook,
        sent: Sent,
    ) -> Result<(), ApplyError> {
        let at = self.now();
        let pause = match sent.outcome {
            Outcome::Delivered => GATHER,
            Outcome::Gone => Duration::ZERO,
            _ => {
                let failures = claimed.failures.saturating_add(1);
                wait(self.host(), failures, sent.retry_after)
            }
        };
        let result = WebhookResult {
            outcome: sent.outcome,
            status_code: sent.status_code,
            detail: sent.detail,
            took: sent.took,
            pause,
        };
        let attempt = claimed.attempt;
        self.store()
            .webhook_settle(tenant, at, attempt, result)
            .await
    }
}
