use async_trait::async_trait;
use uuid::Uuid;
use wellhead_core::id::KeyId;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::At;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// When keys were used.
pub(super) struct Used<'a>(pub(super) &'a [(KeyId, Timestamp)]);

#[async_trait]
impl Work for Used<'_> {
    type Done = ();

    async fn run(&self, writer: &mut Writer<'_>) -> Result<(), (usize, Refused)> {
        writer.key_used(self.0).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn key_used(&self, uses: &[(KeyId, Timestamp)]) -> Result<(), Refused> {
        let ids: Vec<Uuid> = uses.iter().map(|(id, _)| id.uuid()).collect();
        let times: Vec<At> = uses.iter().map(|(_, at)| At(*at)).collect();
        // In order, so that no two processes wait for each other.
        let sql = "WITH late AS ( \
               SELECT k.pk, u.at \
               FROM core_api.api_keys k \
               JOIN unnest($2::uuid[], $3::timestamptz[]) u (id, at) ON u.id = k.api_key_id \
               WHERE k.workspace_pk = $1 AND (k.last_used_at IS NULL OR k.last_used_at < u.at) \
               ORDER BY k.pk FOR NO KEY UPDATE OF k) \
             UPDATE core_api.api_keys k SET last_used_at = greatest(k.last_used_at, late.at) \
             FROM late WHERE k.pk = late.pk";
        self.execute(sql, &[self.tenant.pk(), &ids, &times]).await?;
        Ok(())
    }
}
