use std::time::Duration;

use super::{Cached, Holder, Key, KeyRotation, NewKey, Rotated, Shut, Token, TokenHash};
use crate::command::Expected;
use crate::host::mint;
use crate::id::KeyId;
use crate::ledger::Ledger;
use crate::page::{Page, PageRequest};
use crate::resource::Name;
use crate::store::{ApplyError, StoreError};
use crate::tenant::{Principal, Role, Tenant};
use crate::time::Timestamp;

impl Ledger {
    /// The bearer of the token with this hash, or why it opens nothing. That the key was used is written down
    /// [later](Self::write_uses).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bearer(&self, hash: TokenHash) -> Result<Result<Principal, Shut>, StoreError> {
        let found = self.store().authenticate(self.host().instant(), hash);
        let found = found.await?.ok_or(Shut::Unknown);
        Ok(found.and_then(|holder| self.admit(holder)))
    }

    /// The same, as far as it is known without asking the store's database.
    #[must_use]
    pub fn cached_bearer(&self, hash: TokenHash) -> Cached<Result<Principal, Shut>> {
        let cached = self.store().cached(self.host().instant(), hash);
        cached.map(|holder| self.admit(holder))
    }

    fn admit(&self, holder: Holder) -> Result<Principal, Shut> {
        let now = self.now();
        let admitted = holder.admitted(now);
        if let Ok(principal) = admitted {
            self.uses().note(principal, now);
        }
        admitted
    }

    /// Whether a key still opens its workspace, or why not. Nothing is cached.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn still_holds(
        &self,
        tenant: Tenant,
        key: KeyId,
    ) -> Result<Result<(), Shut>, StoreError> {
        let found = self.store().key_holder(tenant, key).await?;
        let admitted = found.ok_or(Shut::Unknown);
        Ok(admitted
            .and_then(|holder| holder.admitted(self.now()))
            .map(|_| ()))
    }

    /// Writes down when keys were last used. What cannot be written now is tried again the next time.
    ///
    /// # Errors
    /// When the store fails, for the first of the workspaces where it does.
    pub async fn write_uses(&self) -> Result<(), ApplyError> {
        let mut failed = Ok(());
        for (tenant, uses) in self.uses().take() {
            if let Err(error) = self.store().key_used(tenant, self.now(), &uses).await {
                self.uses().note_all(tenant, uses);
                failed = failed.and(Err(error));
            }
        }
        failed
    }

    /// Makes a key, and its token.
    ///
    /// # Errors
    /// If there are too many keys, or the store fails.
    pub async fn key_create(
        &self,
        tenant: Tenant,
        role: Role,
        name: Option<Name>,
        expires_at: Option<Timestamp>,
    ) -> Result<(Key, Token), ApplyError> {
        let at = self.now();
        let token = Token::generate(&**self.host());
        let new = NewKey {
            name,
            expires_at,
            ..NewKey::opened_by(&token, mint(self.host(), at), role)
        };
        let made = self.store().key_create(tenant, at, new).await?;
        Ok((made, token))
    }

    /// Makes another key in the place of one, and its token. The one goes on for `overlap`, if it does not end before.
    ///
    /// # Errors
    /// If it is missing or has ended, there are too many keys, or the store fails.
    pub async fn key_rotate(
        &self,
        tenant: Tenant,
        id: KeyId,
        overlap: Duration,
    ) -> Result<(Rotated, Token), ApplyError> {
        let at = self.now();
        let token = Token::generate(&**self.host());
        let rotation = KeyRotation::at(&**self.host(), at, &token, overlap);
        let rotated = self.store().key_rotate(tenant, at, id, rotation).await?;
        Ok((rotated, token))
    }

    /// Revokes a key, if it is as `expected`. One that was revoked before keeps its time.
    ///
    /// # Errors
    /// If it is missing or not as expected, or the store fails.
    pub async fn key_revoke(
        &self,
        tenant: Tenant,
        id: KeyId,
        expected: Option<Expected>,
    ) -> Result<Key, ApplyError> {
        let at = self.now();
        self.store().key_revoke(tenant, at, id, expected).await
    }

    /// The keys among `ids` that exist, including those that have ended.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keys_found(&self, tenant: Tenant, ids: &[KeyId]) -> Result<Vec<Key>, StoreError> {
        self.store().key_find(tenant, ids).await
    }

    /// A page of keys, including those that have ended.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keys(&self, tenant: Tenant, page: PageRequest) -> Result<Page<Key>, StoreError> {
        page.read(|slice| self.store().key_slice(tenant, slice))
            .await
    }

    /// The number of keys on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keys_total(&self, tenant: Tenant, page: PageRequest) -> Result<u64, StoreError> {
        self.store().key_count(tenant, page.created).await
    }
}
