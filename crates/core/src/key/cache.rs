use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::id::{KeyId, WorkspaceId};
use crate::key::TokenHash;
use crate::tenant::Principal;

/// How long a cached key counts as good, and so how long a key revoked by another process keeps working at most; we
/// promise five seconds.
const BELIEVED: Duration = Duration::from_secs(3);

/// The most keys to cache. When full, expired ones are dropped, and all of them if that is not enough.
const MOST: usize = 10_000;

/// A cache of good keys, so that not every request has to ask the store.
#[derive(Debug, Default)]
pub struct KeyCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    keys: HashMap<TokenHash, (Principal, Instant)>,
    /// The number of keys revoked by this process.
    revocations: u64,
}

/// When the store was asked about a key. If any key was revoked since, the answer is not cached.
#[derive(Debug, Clone, Copy)]
struct Asked {
    at: Instant,
    revocations: u64,
}

impl KeyCache {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bearer of a key, from the cache or else from the store, whose answer is cached.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bearer<E>(
        &self,
        hash: TokenHash,
        now: Instant,
        ask: impl Future<Output = Result<Option<Principal>, E>>,
    ) -> Result<Option<Principal>, E> {
        if let Some(principal) = self.get(hash, now) {
            return Ok(Some(principal));
        }
        let asked = self.asking(now);
        let found = ask.await?;
        if let Some(principal) = found {
            self.keep(asked, hash, principal);
        }
        Ok(found)
    }

    fn get(&self, hash: TokenHash, now: Instant) -> Option<Principal> {
        let kept = self.kept();
        let (principal, asked) = kept.keys.get(&hash)?;
        is_believed(*asked, now).then_some(*principal)
    }

    /// Call it before asking the store.
    fn asking(&self, now: Instant) -> Asked {
        Asked {
            at: now,
            revocations: self.kept().revocations,
        }
    }

    /// Caches the store's answer.
    fn keep(&self, asked: Asked, hash: TokenHash, principal: Principal) {
        let mut kept = self.kept();
        if kept.revocations != asked.revocations {
            return;
        }
        if kept.keys.len() >= MOST {
            kept.keys
                .retain(|_, (_, since)| is_believed(*since, asked.at));
        }
        if kept.keys.len() >= MOST {
            kept.keys.clear();
        }
        kept.keys.insert(hash, (principal, asked.at));
    }

    /// Forgets a key that this process revoked.
    pub fn forget(&self, key: KeyId) {
        let mut kept = self.kept();
        kept.revocations += 1;
        kept.keys.retain(|_, (principal, _)| principal.key != key);
    }

    /// Forgets the keys of a workspace that this process closed.
    pub fn forget_workspace(&self, workspace: WorkspaceId) {
        let mut kept = self.kept();
        kept.revocations += 1;
        kept.keys
            .retain(|_, (principal, _)| principal.tenant.workspace() != workspace);
    }
}

fn is_believed(since: Instant, now: Instant) -> bool {
    now.saturating_duration_since(since) < BELIEVED
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "an Instant cannot be made of a number"
)]
mod tests {
    use super::*;
    use crate::tenant::{Role, Tenant};
    use uuid::Uuid;
    use wellhead_tenancy::Tenancy;

    fn principal(key: u128) -> Principal {
        Principal {
            key: KeyId::new(Uuid::from_u128(key)),
            tenant: Tenant::of(WorkspaceId::new(Uuid::nil()), 1),
            role: Role::Reader,
        }
    }

    #[test]
    fn a_revoked_key_is_forgotten() {
        let cache = KeyCache::default();
        let [one, other] = [1, 2].map(|byte| TokenHash([byte; 32]));
        cache.keep(cache.asking(Instant::now()), one, principal(1));
        cache.keep(cache.asking(Instant::now()), other, principal(2));
        assert_eq!(cache.get(one, Instant::now()), Some(principal(1)));
        cache.forget(principal(1).key);
        assert_eq!(cache.get(one, Instant::now()), None);
        assert_eq!(cache.get(other, Instant::now()), Some(principal(2)));
        cache.forget_workspace(WorkspaceId::new(Uuid::from_u128(1)));
        assert_eq!(cache.get(other, Instant::now()), Some(principal(2)));
        cache.forget_workspace(WorkspaceId::new(Uuid::nil()));
        assert_eq!(cache.get(other, Instant::now()), None);
    }

    #[test]
    fn an_answer_from_before_a_revocation_is_not_cached() {
        let cache = KeyCache::default();
        let hash = TokenHash([1; 32]);
        let asked = cache.asking(Instant::now());
        cache.forget(principal(1).key);
        cache.keep(asked, hash, principal(1));
        assert_eq!(cache.get(hash, Instant::now()), None);
    }

    #[test]
    fn a_key_is_cached_for_a_while() {
        let cache = KeyCache::default();
        let (hash, asked) = (TokenHash([1; 32]), Instant::now());
        cache.keep(cache.asking(asked), hash, principal(1));
        assert_eq!(cache.get(hash, asked + BELIEVED), None);
        assert!(cache.get(hash, asked + BELIEVED / 2).is_some());
    }

    #[test]
    fn it_stays_small() {
        let cache = KeyCache::default();
        for key in 0..=MOST {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&key.to_be_bytes());
            cache.keep(cache.asking(Instant::now()), TokenHash(hash), principal(1));
        }
        assert!(cache.kept().keys.len() <= MOST);
    }
}
