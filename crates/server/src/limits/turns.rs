use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
use wellhead_core::store::StoreError;

use crate::listen::whose;

/// Some addresses share a turn.
const TURNS: usize = 256;

/// How many keys of one address are looked up at a time.
pub(super) const AT_ONCE: usize = 4;

/// How long a key may wait for the look-ups of others. It takes that long only if the database does not answer.
const WAIT: Duration = Duration::from_secs(5);

/// Turns to look up a key. Those of one address take turns, so that who tries many keys at once takes no more of the database than
/// who tries one after the other.
pub(super) struct Turns {
    /// Addresses are spread over these.
    all: [Semaphore; TURNS],
    spread: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            all: std::array::from_fn(|_| Semaphore::new(AT_ONCE)),
            spread: RandomState::new(),
        }
    }
}

impl Turns {
    /// A turn of this address.
    ///
    /// # Errors
    /// If those before it take too long.
    pub(super) async fn take(
        &self,
        address: Option<IpAddr>,
    ) -> Result<SemaphorePermit<'_>, StoreError> {
        let number = address.map_or(0, |address| {
            let hash = self.spread.hash_one(whose(address));
            usize::try_from(hash % TURNS as u64).unwrap_or(0)
        });
        let turn = timeout(WAIT, self.all[number].acquire()).await;
        turn.map_err(|_| {
            StoreError::Unavailable("keys before this one are still looked up".into())
        })?
        .map_err(|closed| StoreError::Failed(closed.into()))
    }
}
