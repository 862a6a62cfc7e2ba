use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use wellhead_core::id::KeyId;
use wellhead_core::key::TokenHash;
use wellhead_core::tenant::Principal;

/// How long a key is believed. One that another process revokes works on for that long at the most; five
/// seconds are promised.
const BELIEVED: Duration = Duration::from_secs(3);

/// Keys at the most; with more, those that nobody believes any more are dropped, and if need be all.
const MOST: usize = 10_000;

/// Keys that were good a moment ago, so that not every request asks for its own.
#[derive(Debug, Default)]
pub(crate) struct KeyCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    keys: HashMap<TokenHash, (Principal, Instant)>,
    /// How many keys were revoked here.
    revocations: u64,
}

/// When a key was asked for; what was revoked since is not to be believed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    at: Instant,
    revocations: u64,
}

impl KeyCache {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bearer of a key that is believed.
    pub(crate) fn get(&self, hash: TokenHash) -> Option<Principal> {
        let kept = self.kept();
        let (principal, asked) = kept.keys.get(&hash)?;
        (asked.elapsed() < BELIEVED).then_some(*principal)
    }

    /// To be called before the database is asked.
    pub(crate) fn asking(&self) -> Asked {
        Asked {
            at: Instant::now(),
            revocations: self.kept().revocations,
        }
    }

    /// Believes what the database answered.
    pub(crate) fn keep(&self, asked: Asked, hash: TokenHash, principal: Principal) {
        let mut kept = self.kept();
        if kept.revocations != asked.revocations {
            return;
        }
        if kept.keys.len() >= MOST {
            kept.keys.retain(|_, (_, asked)| asked.elapsed() < BELIEVED);
        }
        if kept.keys.len() >= MOST {
            kept.keys.clear();
        }
        kept.keys.insert(hash, (principal, asked.at));
    }

    /// Forgets a key that was revoked here.
    pub(crate) fn forget(&self, key: KeyId) {
        let mut kept = self.kept();
        kept.revocations += 1;
        kept.keys.retain(|_, (principal, _)| principal.key != key);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wellhead_core::id::WorkspaceId;
    use wellhead_core::tenant::{Role, Tenant};

    use super::*;

    fn principal(key: u128) -> Principal {
        Principal {
            key: KeyId::new(Uuid::from_u128(key)),
            tenant: Tenant {
                workspace: WorkspaceId::new(Uuid::nil()),
                pk: 1,
            },
            role: Role::Reader,
        }
    }

    #[test]
    fn a_revoked_key_is_forgotten() {
        let cache = KeyCache::default();
        let [one, other] = [1, 2].map(|byte| TokenHash([byte; 32]));
        cache.keep(cache.asking(), one, principal(1));
        cache.keep(cache.asking(), other, principal(2));
        assert_eq!(cache.get(one), Some(principal(1)));
        cache.forget(principal(1).key);
        assert_eq!(cache.get(one), None);
        assert_eq!(cache.get(other), Some(principal(2)));
    }

    #[test]
    fn an_answer_from_before_a_revocation_is_not_believed() {
        let cache = KeyCache::default();
        let hash = TokenHash([1; 32]);
        let asked = cache.asking();
        cache.forget(principal(1).key);
        cache.keep(asked, hash, principal(1));
        assert_eq!(cache.get(hash), None);
    }

    #[test]
    fn it_stays_small() {
        let cache = KeyCache::default();
        for key in 0..=MOST {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&key.to_be_bytes());
            cache.keep(cache.asking(), TokenHash(hash), principal(1));
        }
        assert!(cache.kept().keys.len() <= MOST);
    }
}
