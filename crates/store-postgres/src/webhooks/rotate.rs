use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::id::WebhookEndpointId;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{MAX_SECRETS, Secret, WebhookEndpoint};

use crate::error::Refused;
use crate::row::At;
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// Another secret for an endpoint.
pub(super) struct Rotate {
    pub(super) id: WebhookEndpointId,
    pub(super) secret: Secret,
    pub(super) expires_at: Timestamp,
}

#[async_trait]
impl Work for Rotate {
    type Done = WebhookEndpoint;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<WebhookEndpoint, (usize, Refused)> {
        writer.webhook_rotate(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn webhook_rotate(&self, rotate: &Rotate) -> Result<WebhookEndpoint, Refused> {
        let found = self.webhook_lock(rotate.id, None).await?;
        let expire = "UPDATE core_api.webhook_secrets SET expires_at = least(expires_at, $2) \
                      WHERE webhook_endpoint_pk = $1";
        self.execute(expire, &[&found.pk, &At(rotate.expires_at)])
            .await?;
        let forget = "DELETE FROM core_api.webhook_secrets \
                      WHERE webhook_endpoint_pk = $1 AND expires_at <= $2";
        let forgotten = self.execute(forget, &[&found.pk, &At(self.at)]).await?;
        if found.endpoint.secrets.len() as u64 - forgotten >= MAX_SECRETS as u64 {
            return Err(Rejection::TooManySecrets.into());
        }
        self.webhook_secret_insert(found.pk, rotate.secret.reveal(), self.at)
            .await?;
        let sql = format!(
            "UPDATE core_api.webhook_endpoints e SET updated_at = {} WHERE e.pk = $1",
            updated_at("e", "$2")
        );
        self.execute(&sql, &[&found.pk, &At(self.at)]).await?;
        self.webhook_again(rotate.id).await
    }
}
