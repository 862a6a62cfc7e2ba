use async_trait::async_trait;
use tokio_postgres::Row;
use wellhead_core::command::Rejection;
use wellhead_core::id::KeyId;
use wellhead_core::key::{KeyRotation, Rotated};
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, NUMBER, key_at};
use crate::error::Refused;
use crate::row::{At, id as read_id, time_or_null};
use crate::work::{Work, whole};
use crate::writer::Writer;

/// Rotates a key `k` that has not ended, and for which `and` holds; [`rotated`] reads the row. The parameters are its id, when, until
/// when it goes on, the successor's id, and the hash and prefix of its token.
pub(crate) fn rotate_sql(and: &str) -> String {
    format!(
        "WITH k AS ( \
           UPDATE core_api.api_keys AS k \
           SET expires_at = least(k.expires_at, $3), \
             updated_at = greatest($2::timestamptz, coalesce(k.updated_at, k.created_at) + interval '1 microsecond') \
           WHERE k.api_key_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2) {and} \
           RETURNING k.api_key_id, k.workspace_pk, k.role, k.name, k.token_prefix, k.created_at, k.updated_at, \
             k.expires_at, k.lifetime_us, k.last_used_at, k.revoked_at), \
         made AS ( \
           INSERT INTO core_api.api_keys AS m \
             (api_key_id, workspace_pk, role, name, token_hash, token_prefix, created_at, expires_at, lifetime_us) \
           SELECT $4, k.workspace_pk, k.role, k.name, $5, $6, $2, \
             $2 + k.lifetime_us * interval '1 microsecond', k.lifetime_us FROM k \
           RETURNING m.expires_at) \
         SELECT w.pk, w.workspace_id, {COLUMNS}, made.expires_at \
         FROM k CROSS JOIN made JOIN core_api.workspaces w ON w.pk = k.workspace_pk"
    )
}

/// Reads the row of [`rotate_sql`].
pub(crate) fn rotated(
    row: &Row,
    at: Timestamp,
    rotation: &KeyRotation,
) -> Result<Rotated, StoreError> {
    let key = key_at(row, 2, read_id(row, 1))?;
    let expires_at = time_or_null(row, 2 + NUMBER);
    Ok(Rotated {
        successor: rotation.made(&key, at, expires_at),
        key,
    })
}

/// A key to rotate.
pub(super) struct Rotate {
    pub(super) id: KeyId,
    pub(super) rotation: KeyRotation,
}

#[async_trait]
impl Work for Rotate {
    type Done = Rotated;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Rotated, (usize, Refused)> {
        writer.key_rotate(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn key_rotate(&self, rotate: &Rotate) -> Result<Rotated, Refused> {
        let Rotate { id, rotation } = rotate;
        self.room_for_a_key().await?;
        self.key_lock(*id).await?.ok_or(Rejection::NotFound)?;
        let sql = rotate_sql("AND k.workspace_pk = $7");
        let row = self
            .query_opt(
                &sql,
                &[
                    &id.uuid(),
                    &At(self.at),
                    &At(rotation.until),
                    &rotation.successor.uuid(),
                    &&rotation.hash.0[..],
                    &rotation.prefix.as_str(),
                    self.tenant.pk(),
                ],
            )
            .await?
            .ok_or(Rejection::KeyHasEnded)?;
        Ok(rotated(&row, self.at, rotation)?)
    }
}
