use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::id::{KeyId, WorkspaceId};
use crate::key::{Holder, TokenHash};

/// How long a cached key counts as good, and so how long a key works at most after another process revoked it or suspended its
/// workspace; we promise five seconds. Whether it has expired is looked at each time.
const BELIEVED: Duration = Duration::from_secs(3);

/// The most keys to cache. When full, expired ones are dropped, and all of them if that is not enough.
const MOST: usize = 10_000;

/// A cache of good keys, so that not every request has to ask the store.
#[derive(Debug, Default)]
pub struct KeyCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    keys: HashMap<TokenHash, (Holder, Instant)>,
    /// How often this process has forgotten keys.
    changes: u64,
}

/// What is known of a key without asking the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cached<T> {
    /// The store has said so just now.
    Fresh(T),
    /// The key was good when the store was last asked, which is too long ago to count.
    WasGood,
    /// Nothing.
    Unknown,
}

impl<T> Cached<T> {
    /// The same about something else.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Cached<U> {
        match self {
            Self::Fresh(it) => Cached::Fresh(map(it)),
            Self::WasGood => Cached::WasGood,
            Self::Unknown => Cached::Unknown,
        }
    }
}

/// When the store was asked about a key. If any key was forgotten since, the answer is not cached.
#[derive(Debug, Clone, Copy)]
struct Asked {
    at: Instant,
    changes: u64,
}

impl KeyCache {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The holder of a key, from the cache or else from the store, whose answer is cached.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn holder<E>(
        &self,
        hash: TokenHash,
        now: Instant,
        ask: impl Future<Output = Result<Option<Holder>, E>>,
    ) -> Result<Option<Holder>, E> {
        if let Cached::Fresh(holder) = self.get(hash, now) {
            return Ok(Some(holder));
        }
        let asked = self.asking(now);
        let found = ask.await?;
        match found {
            Some(holder) => self.keep(asked, hash, holder),
            None => self.drop(hash),
        }
        Ok(found)
    }

    /// What is known of a key at `now`.
    pub fn get(&self, hash: TokenHash, now: Instant) -> Cached<Holder> {
        match self.kept().keys.get(&hash) {
            Some((holder, asked)) if is_believed(*asked, now) => Cached::Fresh(*holder),
            Some(_) => Cached::WasGood,
            None => Cached::Unknown,
        }
    }

    /// Call it before asking the store.
    fn asking(&self, now: Instant) -> Asked {
        Asked {
            at: now,
            changes: self.kept().changes,
        }
    }

    /// Caches the store's answer.
    fn keep(&self, asked: Asked, hash: TokenHash, holder: Holder) {
        let mut kept = self.kept();
        if kept.changes != asked.changes {
            return;
        }
        if kept.keys.len() >= MOST {
            kept.keys
                .retain(|_, (_, since)| is_believed(*since, asked.at));
        }
        if kept.keys.len() >= MOST {
            kept.keys.clear();
        }
        kept.keys.insert(hash, (holder, asked.at));
    }

    /// Forgets a key that opens nothing any more.
    fn drop(&self, hash: TokenHash) {
        self.kept().keys.remove(&hash);
    }

    /// Forgets a key that this process revoked or rotated.
    pub fn forget(&self, key: KeyId) {
        let mut kept = self.kept();
        kept.changes += 1;
        kept.keys
            .retain(|_, (holder, _)| holder.principal.key != key);
    }

    /// Forgets the keys of a workspace that this process closed, suspended or resumed, or whose limits it changed.
    pub fn forget_workspace(&self, workspace: WorkspaceId) {
        let mut kept = self.kept();
        kept.changes += 1;
        kept.keys
            .retain(|_, (holder, _)| holder.principal.tenant.workspace() != workspace);
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
    use crate::limits::Rates;
    use crate::tenant::{Principal, Role, Tenant};
    use uuid::Uuid;
    use wellhead_tenancy::Tenancy;

    fn holder(key: u128) -> Holder {
        Holder {
            principal: Principal {
                key: KeyId::new(Uuid::from_u128(key)),
                tenant: Tenant::of(WorkspaceId::new(Uuid::nil()), 1),
                role: Role::Reader,
                rates: Rates::default(),
            },
            expires_at: None,
            is_suspended: false,
        }
    }

    #[test]
    fn a_revoked_key_is_forgotten() {
        let cache = KeyCache::default();
        let [one, other] = [1, 2].map(|byte| TokenHash([byte; 32]));
        cache.keep(cache.asking(Instant::now()), one, holder(1));
        cache.keep(cache.asking(Instant::now()), other, holder(2));
        assert_eq!(cache.get(one, Instant::now()), Cached::Fresh(holder(1)));
        cache.forget(holder(1).principal.key);
        assert_eq!(cache.get(one, Instant::now()), Cached::Unknown);
        assert_eq!(cache.get(other, Instant::now()), Cached::Fresh(holder(2)));
        cache.forget_workspace(WorkspaceId::new(Uuid::from_u128(1)));
        assert_eq!(cache.get(other, Instant::now()), Cached::Fresh(holder(2)));
        cache.forget_workspace(WorkspaceId::new(Uuid::nil()));
        assert_eq!(cache.get(other, Instant::now()), Cached::Unknown);
    }

    #[test]
    fn an_answer_from_before_a_revocation_is_not_cached() {
        let cache = KeyCache::default();
        let hash = TokenHash([1; 32]);
        let asked = cache.asking(Instant::now());
        cache.forget(holder(1).principal.key);
        cache.keep(asked, hash, holder(1));
        assert_eq!(cache.get(hash, Instant::now()), Cached::Unknown);
    }

    #[tokio::test]
    async fn a_key_that_another_process_revoked_is_forgotten() {
        let cache = KeyCache::default();
        let (hash, asked) = (TokenHash([1; 32]), Instant::now());
        let answers = async |at, found| {
            let found = cache.holder(hash, at, async { Ok::<_, ()>(found) });
            found.await.unwrap()
        };
        assert_eq!(answers(asked, Some(holder(1))).await, Some(holder(1)));
        assert_eq!(answers(asked, None).await, Some(holder(1)), "believed");
        let later = asked + BELIEVED;
        assert_eq!(cache.get(hash, later), Cached::WasGood);
        assert_eq!(answers(later, None).await, None);
        assert_eq!(cache.get(hash, later), Cached::Unknown);
    }

    #[test]
    fn a_key_is_cached_for_a_while() {
        let cache = KeyCache::default();
        let (hash, asked) = (TokenHash([1; 32]), Instant::now());
        cache.keep(cache.asking(asked), hash, holder(1));
        let half = asked + BELIEVED / 2;
        assert_eq!(cache.get(hash, half), Cached::Fresh(holder(1)));
        assert_eq!(cache.get(hash, asked + BELIEVED), Cached::WasGood);
    }

    #[test]
    fn it_stays_small() {
        let cache = KeyCache::default();
        for key in 0..=MOST {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&key.to_be_bytes());
            cache.keep(cache.asking(Instant::now()), TokenHash(hash), holder(1));
        }
        assert!(cache.kept().keys.len() <= MOST);
    }
}
