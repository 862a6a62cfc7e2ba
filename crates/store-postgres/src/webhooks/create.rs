use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::webhook::{MAX_ENDPOINTS, NewWebhookEndpoint, WebhookEndpoint};
use wellhead_tenancy::Tenancy;

use super::get::labels;
use crate::error::Refused;
use crate::row::{At, Count, count};
use crate::work::{Work, whole};
use crate::writer::Writer;

/// The lock of whoever counts a workspace's endpoints.
const LOCK: u128 = 0x7765_6268_6f6f_6b73;

/// An endpoint to create.
pub(super) struct Create<'a>(pub(super) &'a NewWebhookEndpoint);

#[async_trait]
impl Work for Create<'_> {
    type Done = WebhookEndpoint;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<WebhookEndpoint, (usize, Refused)> {
        writer.webhook_create(self.0).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn webhook_create(&self, new: &NewWebhookEndpoint) -> Result<WebhookEndpoint, Refused> {
        self.lock(LOCK).await?;
        let sql = "SELECT count(*) FROM core_api.webhook_endpoints e WHERE e.workspace_pk = $1";
        let counted = self.query_opt(sql, &[self.tenant.pk()]).await?;
        if counted.is_some_and(|row| count(&row, 0) >= MAX_ENDPOINTS as u64) {
            return Err(Rejection::TooManyEndpoints.into());
        }
        let position = self.journal_position(new.position).await?;
        let sql = format!(
            "INSERT INTO core_api.webhook_endpoints \
               (webhook_endpoint_id, workspace_pk, url, kinds, status, position, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, '{}', $5, $6, $6) RETURNING pk",
            new.status
        );
        let inserted = self
            .query_opt(
                &sql,
                &[
                    &new.id.uuid(),
                    self.tenant.pk(),
                    &new.url.as_str(),
                    &labels(&new.kinds),
                    &Count(position),
                    &At(self.at),
                ],
            )
            .await?;
        let pk = inserted.map_or(0, |row| row.get(0));
        self.webhook_secret_insert(pk, new.secret.reveal(), self.at)
            .await?;
        self.webhook_again(new.id).await
    }
}
