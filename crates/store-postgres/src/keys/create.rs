use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::key::{Key, MAX_KEYS, NewKey};
use wellhead_core::resource::Name;
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, key};
use crate::error::Refused;
use crate::row::{At, count};
use crate::work::{Work, whole};
use crate::writer::Writer;

/// The lock of whoever counts a workspace's keys.
const LOCK: u128 = 0x6170_695f_6b65_7973;

/// Adds a key `k`. The parameters are its id, its workspace's `pk`, its role, its name, its token's hash and prefix, when it is made,
/// when it expires, and its lifetime in microseconds.
pub(crate) const INSERT: &str = "INSERT INTO core_api.api_keys AS k \
    (api_key_id, workspace_pk, role, name, token_hash, token_prefix, created_at, expires_at, lifetime_us) \
    VALUES ($1, $2, $3::text::core_api.role_enum, $4, $5, $6, $7, $8, $9)";

/// For how long a key that is made at `at` is to last, in microseconds.
pub(crate) fn lifetime(new: &NewKey, at: Timestamp) -> Option<i64> {
    let expires_at = new.expires_at?;
    Some(expires_at.as_micros() - at.as_micros())
}

/// A key to make.
pub(super) struct Create(pub(super) NewKey);

#[async_trait]
impl Work for Create {
    type Done = Key;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Key, (usize, Refused)> {
        writer.key_create(&self.0).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn key_create(&self, new: &NewKey) -> Result<Key, Refused> {
        self.room_for_a_key().await?;
        let sql = format!("{INSERT} RETURNING {COLUMNS}");
        let row = self
            .query_opt(
                &sql,
                &[
                    &new.id.uuid(),
                    self.tenant.pk(),
                    &new.role.as_str(),
                    &new.name.as_ref().map(Name::as_str),
                    &&new.hash.0[..],
                    &new.prefix.as_str(),
                    &At(self.at),
                    &new.expires_at.map(At),
                    &lifetime(new, self.at),
                ],
            )
            .await?;
        let row = row.ok_or_else(|| StoreError::Failed("a key was not made".into()))?;
        Ok(key(&row, self.tenant)?)
    }

    /// Refuses another key if the workspace has as many as it can have.
    pub(super) async fn room_for_a_key(&self) -> Result<(), Refused> {
        self.lock(LOCK).await?;
        let sql = "SELECT count(*) FROM core_api.api_keys k \
            WHERE k.workspace_pk = $1 AND k.revoked_at IS NULL AND coalesce(k.expires_at, 'infinity') > $2";
        let counted = self
            .query_opt(sql, &[self.tenant.pk(), &At(self.at)])
            .await?;
        if counted.is_some_and(|row| count(&row, 0) >= MAX_KEYS as u64) {
            return Err(Rejection::TooManyKeys.into());
        }
        Ok(())
    }
}
