use std::time::Instant;

use async_trait::async_trait;

use super::{ApplyError, StoreError};
use crate::command::Expected;
use crate::id::KeyId;
use crate::key::{Cached, Holder, Key, KeyRotation, NewKey, Rotated, TokenHash};
use crate::page::{Interval, Slice};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Authenticates, the only read that needs no tenant, and keeps a tenant's keys.
///
/// Whether a key has expired by now the caller decides: [`Holder::admitted`]. A token's hash goes in, and never out.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// The holder of the key with this hash; `None` if the key is unknown or revoked. A store may cache the answer for
    /// some seconds from `now` on, but not for a key that it has itself revoked or rotated.
    ///
    /// # Errors
    /// When the store fails.
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Holder>, StoreError>;

    /// What [`Self::authenticate`] would answer at `now`, as far as it is cached.
    fn cached(&self, now: Instant, hash: TokenHash) -> Cached<Holder>;

    /// The holder of the tenant's key `id`, as it is now; `None` if the key is unknown or revoked.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_holder(&self, tenant: Tenant, id: KeyId) -> Result<Option<Holder>, StoreError>;

    /// The tenant's keys among `ids`, including those that have ended, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_find(&self, tenant: Tenant, ids: &[KeyId]) -> Result<Vec<Key>, StoreError>;

    /// The tenant's keys of `slice`, including those that have ended, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_slice(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Key>, StoreError>;

    /// The number of the tenant's keys made in `created`.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError>;

    /// Makes a key.
    ///
    /// # Errors
    /// As command 0: `TooManyKeys`.
    async fn key_create(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewKey,
    ) -> Result<Key, ApplyError>;

    /// Makes a key like `id`, which stops working when the rotation says, or when it was to before. If it was made to last for
    /// some time, the other key lasts as long.
    ///
    /// # Errors
    /// As command 0: `NotFound`, `KeyHasEnded` or `TooManyKeys`.
    async fn key_rotate(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: KeyId,
        rotation: KeyRotation,
    ) -> Result<Rotated, ApplyError>;

    /// Revokes a key, if it is as `expected`. If it was already revoked, it keeps its time.
    ///
    /// # Errors
    /// As command 0: `NotFound`, `Changed` or `Unwanted`.
    async fn key_revoke(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: KeyId,
        expected: Option<Expected>,
    ) -> Result<Key, ApplyError>;

    /// Writes down when some of the tenant's keys were used; what is known of a later use stands.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_used(
        &self,
        tenant: Tenant,
        at: Timestamp,
        uses: &[(KeyId, Timestamp)],
    ) -> Result<(), ApplyError>;
}
