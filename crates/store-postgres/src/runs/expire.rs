use std::time::Duration;

use async_trait::async_trait;
use wellhead_core::resource::RunStatus;
use wellhead_core::store::EXPIRED;
use wellhead_tenancy::Tenancy;

use super::close::closing;
use crate::error::Refused;
use crate::row::At;
use crate::silence::{is_silent, seconds};
use crate::work::{Work, whole};
use crate::writer::Writer;

/// Closes the open runs that have been silent for this long or longer; returns how many.
pub(super) struct Expire {
    pub(super) silence: Duration,
}

#[async_trait]
impl Work for Expire {
    type Done = u64;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<u64, (usize, Refused)> {
        writer.run_expire(self.silence).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn run_expire(&self, silence: Duration) -> Result<u64, Refused> {
        let sql = format!(
            "UPDATE core_api.workspace_connector_sync_logs r SET {} \
             FROM core_api.workspace_connectors w \
             WHERE w.pk = r.workspace_connector_pk AND w.workspace_pk = $3 \
               AND r.completed_at IS NULL AND r.sealed_at IS NULL AND {}",
            closing(RunStatus::Error),
            is_silent("r", "$4")
        );
        let silence = seconds(silence);
        self.execute(&sql, &[&At(self.at), &EXPIRED, self.tenant.pk(), &silence])
            .await
    }
}
