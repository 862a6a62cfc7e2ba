use std::time::Instant;

use async_trait::async_trait;

use super::StoreError;
use crate::key::TokenHash;
use crate::tenant::Principal;

/// Opens the door: the one question that is asked before there is a tenant.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// The bearer of the key with this hash, or `None` where there is none or it is revoked. A store may believe a key for
    /// some seconds from `now` on; one that it revoked itself, it believes no more.
    ///
    /// # Errors
    /// When the store fails.
    async fn authenticate(
        &self,
        now: Instant,
        hash: TokenHash,
    ) -> Result<Option<Principal>, StoreError>;
}
