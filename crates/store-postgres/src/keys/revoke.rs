use async_trait::async_trait;
use wellhead_core::command::{Expected, Rejection};
use wellhead_core::id::KeyId;
use wellhead_core::key::Key;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, key};
use crate::error::Refused;
use crate::row::At;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// Revokes a key `k`, unless it is revoked. The parameters are its id, and when.
pub(crate) const REVOKE: &str = "UPDATE core_api.api_keys AS k \
    SET revoked_at = coalesce(k.revoked_at, $2), updated_at = CASE WHEN k.revoked_at IS NULL \
      THEN greatest($2, coalesce(k.updated_at, k.created_at) + interval '1 microsecond') ELSE k.updated_at END \
    WHERE k.api_key_id = $1";

/// A key to revoke.
pub(super) struct Revoke {
    pub(super) id: KeyId,
    pub(super) expected: Option<Expected>,
}

#[async_trait]
impl Work for Revoke {
    type Done = Key;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Key, (usize, Refused)> {
        writer.key_revoke(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn key_revoke(&self, revoke: &Revoke) -> Result<Key, Refused> {
        let found = self.key_lock(revoke.id).await?.ok_or(Rejection::NotFound)?;
        if let Some(expected) = &revoke.expected {
            expected.check(&found.times())?;
        }
        let sql = format!("{REVOKE} AND k.workspace_pk = $3 RETURNING {COLUMNS}");
        let row = self
            .query_opt(&sql, &[&revoke.id.uuid(), &At(self.at), self.tenant.pk()])
            .await?
            .ok_or(Rejection::NotFound)?;
        Ok(key(&row, self.tenant)?)
    }
}
