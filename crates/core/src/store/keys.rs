use std::time::Instant;

use async_trait::async_trait;

use super::StoreError;
use crate::key::TokenHash;
use crate::tenant::Principal;

/// Authenticates: the only read that needs no tenant.
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
}
