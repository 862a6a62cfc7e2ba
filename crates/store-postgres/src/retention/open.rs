use async_trait::async_trait;
use wellhead_core::resource::Job;
use wellhead_core::store::NewJob;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::At;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// A job to be opened, unless one was opened at `before` or later.
pub(super) struct Open<'a> {
    pub(super) new: &'a NewJob,
    pub(super) before: Timestamp,
}

#[async_trait]
impl Work for Open<'_> {
    type Done = Option<Job>;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Option<Job>, (usize, Refused)> {
        // Locked, so that of two processes one opens it.
        let sql = "SELECT FROM core_api.retention_policies p WHERE p.workspace_pk = $1 \
                   AND (p.begun_at IS NULL OR p.begun_at < $2) FOR NO KEY UPDATE";
        let due = writer
            .query_opt(sql, &[writer.tenant.pk(), &At(self.before)])
            .await;
        if due.map_err(whole)?.is_none() {
            return Ok(None);
        }
        writer.job_open(self.new).await.map(Some).map_err(whole)
    }
}

impl Writer<'_> {
    /// Writes down that a job that removes is opened now.
    pub(crate) async fn retention_begun(&self) -> Result<(), Refused> {
        let sql =
            "UPDATE core_api.retention_policies p SET begun_at = $2 WHERE p.workspace_pk = $1";
        self.execute(sql, &[self.tenant.pk(), &At(self.at)]).await?;
        Ok(())
    }
}
