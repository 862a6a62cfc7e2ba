use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::sleep;
use tracing::{Instrument, Span};
use wellhead_core::ledger::Ledger;
use wellhead_core::store::{ApplyError, ClaimedWebhook, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::trace::TraceContext;
use wellhead_core::webhook::LEASE;
use wellhead_webhook::{PATIENCE, Sender, Trust};

use crate::measured::{WEBHOOK_TIMES, WEBHOOKS};
use crate::resources::change;

/// How often it looks for changes that other processes have made, and for messages that are due again.
const EVERY: Duration = Duration::from_secs(2);

/// The most messages that are under way at a time.
const AT_ONCE: usize = 32;

// Time to spare, to keep what came of it.
const _: () = assert!(PATIENCE.as_secs() + 5 <= LEASE.as_secs());

/// What sends a ledger's webhooks.
pub(crate) fn sender(ledger: &Ledger) -> Sender {
    Sender::new(Arc::clone(ledger.host()), Trust::system())
}

/// Tells endpoints of changes, as soon as they are due. Several processes may do so at the same time: each message is
/// sent by one of them.
pub(crate) async fn send(ledger: Ledger, sender: Sender) {
    let mut office = Office {
        ledger,
        sender,
        permits: Arc::new(Semaphore::new(AT_ONCE)),
        settled: Arc::default(),
        under_way: JoinSet::new(),
    };
    loop {
        match office.round().await {
            // There may be more in the same workspaces.
            Ok(true) => {}
            Ok(false) => office.wait().await,
            Err(error) => {
                tracing::warn!(%error, "webhooks that are due cannot be found now");
                sleep(EVERY).await;
            }
        }
    }
}

/// How long it waits after a change before it looks, so that many changes cost one look.
const BREATH: Duration = Duration::from_millis(200);

struct Office {
    ledger: Ledger,
    sender: Sender,
    permits: Arc<Semaphore>,
    /// Told when a message has come to its end.
    settled: Arc<Notify>,
    /// Dropped with the task, and what is being sent with it. It is sent again later.
    under_way: JoinSet<()>,
}

impl Office {
    /// Sends one message of each workspace, so that none holds up the others. Returns whether there was any.
    async fn round(&mut self) -> Result<bool, ApplyError> {
        while let Some(ended) = self.under_way.try_join_next() {
            if let Err(error) = ended {
                tracing::error!(%error, "a webhook's task failed; the message is sent again later");
            }
        }
        let mut any = false;
        for tenant in self.ledger.webhooks_due().await? {
            let permit = Arc::clone(&self.permits).acquire_owned().await;
            let permit = permit.map_err(|closed| StoreError::Failed(closed.into()))?;
            match self.ledger.webhook_claim(tenant).await {
                Ok(Some(claimed)) => {
                    self.begin(tenant, claimed, permit);
                    any = true;
                }
                Ok(None) => {}
                // The others are not to wait for it.
                Err(error) => {
                    let workspace = tenant.workspace();
                    tracing::warn!(%error, %workspace, "a webhook cannot be taken up now");
                }
            }
        }
        Ok(any)
    }

    fn begin(&mut self, tenant: Tenant, claimed: ClaimedWebhook, permit: OwnedSemaphorePermit) {
        let (ledger, sender) = (self.ledger.clone(), self.sender.clone());
        let settled = Arc::clone(&self.settled);
        self.under_way.spawn(async move {
            deliver(&ledger, &sender, tenant, claimed).await;
            drop(permit);
            settled.notify_one();
        });
    }

    /// Waits until something may be due.
    async fn wait(&self) {
        tokio::select! {
            () = sleep(EVERY) => {}
            () = self.ledger.bell().anywhere() => sleep(BREATH).await,
            () = self.settled.notified() => {}
        }
    }
}

/// Sends one message, and keeps what came of it. All attempts at it are one trace, which has the message's id: its receiver, the log and
/// whoever keeps traces know it by that.
async fn deliver(ledger: &Ledger, sender: &Sender, tenant: Tenant, claimed: ClaimedWebhook) {
    let endpoint = claimed.endpoint;
    if let Err(error) = attempt(ledger, sender, tenant, claimed).await {
        tracing::warn!(
            %error,
            webhook_endpoint = %endpoint,
            "what came of a webhook is not known, so it is sent again"
        );
    }
}

async fn attempt(
    ledger: &Ledger,
    sender: &Sender,
    tenant: Tenant,
    claimed: ClaimedWebhook,
) -> Result<(), ApplyError> {
    let (endpoint, message) = (claimed.endpoint, &claimed.message);
    let workspace = tenant.workspace();
    let place = ledger.place_behind(tenant, message.after).await?;
    let cursor = change::cursor(workspace, place).to_string();
    let body = message.body(workspace, endpoint, &cursor);
    let context = TraceContext::within(message.id.uuid().into(), ledger.host());
    let span = tracing::info_span!(
        "webhook",
        trace_id = %context.trace,
        span_id = %context.span,
        webhook_endpoint = %endpoint,
        outcome = tracing::field::Empty,
    );
    async {
        let sent = sender.send(&claimed.url, &claimed.secrets, message.id, context, &body);
        let sent = sent.await;
        let (outcome, detail) = (sent.outcome, sent.detail.as_deref());
        Span::current().record("outcome", outcome.as_str());
        tracing::debug!(detail, "a webhook was sent");
        WEBHOOKS.add(1, [outcome.as_str().into()]);
        WEBHOOK_TIMES.took(sent.took, []);
        ledger.webhook_settle(tenant, &claimed, sent).await
    }
    .instrument(span)
    .await
}
