use async_trait::async_trait;
use wellhead_core::command::Expected;
use wellhead_core::id::WebhookEndpointId;

use crate::error::Refused;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// An endpoint to delete. Its secrets and attempts go with it.
pub(super) struct Delete {
    pub(super) id: WebhookEndpointId,
    pub(super) expected: Option<Expected>,
}

#[async_trait]
impl Work for Delete {
    type Done = ();

    async fn run(&self, writer: &mut Writer<'_>) -> Result<(), (usize, Refused)> {
        writer.webhook_delete(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn webhook_delete(&self, delete: &Delete) -> Result<(), Refused> {
        let found = self
            .webhook_lock(delete.id, delete.expected.as_ref())
            .await?;
        let sql = "DELETE FROM core_api.webhook_endpoints WHERE pk = $1";
        self.execute(sql, &[&found.pk]).await?;
        Ok(())
    }
}
