use async_trait::async_trait;
use wellhead_core::command::Expected;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::webhook::{WebhookEndpoint, WebhookEndpointChanges};

use super::get::labels;
use crate::error::Refused;
use crate::row::{At, Count};
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// Changes to an endpoint.
pub(super) struct Update {
    pub(super) id: WebhookEndpointId,
    pub(super) changes: WebhookEndpointChanges,
    pub(super) expected: Option<Expected>,
}

#[async_trait]
impl Work for Update {
    type Done = WebhookEndpoint;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<WebhookEndpoint, (usize, Refused)> {
        writer.webhook_update(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn webhook_update(&self, update: &Update) -> Result<WebhookEndpoint, Refused> {
        let found = self
            .webhook_lock(update.id, update.expected.as_ref())
            .await?;
        let (changes, now) = (&update.changes, found.endpoint);
        let position = match changes.position {
            Some(position) => self.journal_position(Some(position)).await?,
            None => now.position,
        };
        // An attempt under way keeps its lease, so that there is no second one meanwhile.
        let sql = format!(
            "UPDATE core_api.webhook_endpoints e SET url = $2, kinds = $3, status = '{}', position = $4, \
               failures = 0, failing_since = NULL, next_attempt_at = NULL, \
               attempt_is_stale = e.attempt_id IS NOT NULL, \
               due_at = CASE WHEN e.attempt_id IS NULL THEN clock_timestamp() ELSE e.due_at END, \
               updated_at = {} \
             WHERE e.pk = $1",
            changes.status.unwrap_or(now.status),
            updated_at("e", "$5"),
        );
        self.execute(
            &sql,
            &[
                &found.pk,
                &changes.url.as_ref().unwrap_or(&now.url).as_str(),
                &labels(changes.kinds.as_ref().unwrap_or(&now.kinds)),
                &Count(position),
                &At(self.at),
            ],
        )
        .await?;
        if changes.position.is_some() || changes.kinds.is_some() {
            self.webhook_message_drop(found.pk).await?;
        }
        self.webhook_again(update.id).await
    }

    /// Forgets the message that was to be sent, so that there is a new one.
    async fn webhook_message_drop(&self, endpoint_pk: i64) -> Result<(), Refused> {
        let sql = "UPDATE core_api.webhook_endpoints SET message_id = NULL, message_at = NULL, \
                     message_after = NULL, message_position = NULL, message_kinds = NULL \
                   WHERE pk = $1";
        self.execute(sql, &[&endpoint_pk]).await?;
        Ok(())
    }
}
