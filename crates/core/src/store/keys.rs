use std::time::Instant;

use async_trait::async_trait;

use super::StoreError;
use crate::id::KeyId;
use crate::key::{Key, TokenHash};
use crate::page::{Interval, Slice};
use crate::tenant::{Principal, Tenant};

/// Authenticates, the only read that needs no tenant, and tells a tenant of its keys.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// The bearer of the key with this hash; `None` if the key is unknown or revoked. A store may cache the answer for
    /// some seconds from `now` on, but not for a key that it has itself revoked.
    ///
    /// # Errors
    /// When the store fails.
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Principal>, StoreError>;

    /// The tenant's keys among `ids`, including revoked ones, in any order.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_find(&self, tenant: Tenant, ids: &[KeyId]) -> Result<Vec<Key>, StoreError>;

    /// The tenant's keys of `slice`, including revoked ones, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_slice(&self, tenant: Tenant, slice: Slice) -> Result<Vec<Key>, StoreError>;

    /// The number of the tenant's keys made in `created`.
    ///
    /// # Errors
    /// When the store fails.
    async fn key_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError>;
}
