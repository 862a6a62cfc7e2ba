//! Shares of what workspaces have in common: connections of a pool, turns at a writer.
//!
//! Each workspace may hold a few at once. What it wants beyond that waits for its own, and not before those of others, so that no
//! workspace leaves nothing for the rest, whatever it asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};
use tokio::time::timeout;

use crate::id::WorkspaceId;
use crate::live::Live;
use crate::measured::LIMITS_HIT;
use crate::store::{Hindrance, StoreError};
use crate::tenant::Tenant;

/// What each workspace may hold.
#[derive(Debug)]
pub struct Shares {
    /// Of what they are shares.
    of: &'static str,
    most: usize,
    queue: usize,
    patience: Duration,
    /// Of the workspaces that hold or want something now, by how much they may hold. If that changes, what is held counts by
    /// the old number until it is given back.
    all: Live<(WorkspaceId, usize), Of>,
}

/// A piece of a workspace's share. It is given back on drop.
#[derive(Debug)]
pub struct Share {
    _permit: OwnedSemaphorePermit,
    _of: Arc<Of>,
}

/// One workspace's share.
#[derive(Debug)]
struct Of {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// One who waits.
struct Place<'o>(&'o Of);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Shares {
    /// Shares `of` something, which is one of the limits that are [measured](LIMITS_HIT). Each workspace holds at most `most`; `queue` more wait, and none longer than `patience`.
    #[must_use]
    pub fn new(of: &'static str, most: usize, queue: usize, patience: Duration) -> Self {
        Self {
            of,
            most,
            queue,
            patience,
            all: Live::default(),
        }
    }

    /// One of the tenant's, when it is free.
    ///
    /// # Errors
    /// [`Hindrance::TooMuchAtOnce`] if the workspace holds all of its share, and too many wait or nothing is given back in time.
    pub async fn take(&self, tenant: Tenant) -> Result<Share, StoreError> {
        self.take_of(tenant, self.most).await
    }

    /// The same, for a workspace that holds at most `most`.
    ///
    /// # Errors
    /// Those of [`Self::take`].
    pub async fn take_of(&self, tenant: Tenant, most: usize) -> Result<Share, StoreError> {
        let most = most.min(Semaphore::MAX_PERMITS);
        let of = self.all.of((tenant.workspace(), most), || Of {
            permits: Arc::new(Semaphore::new(most)),
            waiting: AtomicUsize::new(0),
        });
        let permit = match Arc::clone(&of.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(TryAcquireError::NoPermits) => self.wait(&of).await?,
            Err(closed @ TryAcquireError::Closed) => return Err(StoreError::Failed(closed.into())),
        };
        Ok(Share {
            _permit: permit,
            _of: of,
        })
    }

    async fn wait(&self, of: &Of) -> Result<OwnedSemaphorePermit, StoreError> {
        let before = of.waiting.fetch_add(1, Ordering::Relaxed);
        let _place = Place(of);
        if before >= self.queue {
            return Err(self.too_much("too many of the workspace's requests wait"));
        }
        let waited = timeout(self.patience, Arc::clone(&of.permits).acquire_owned()).await;
        waited
            .map_err(|_| self.too_much("the workspace's other requests take too long"))?
            .map_err(|closed| StoreError::Failed(closed.into()))
    }

    fn too_much(&self, why: &'static str) -> StoreError {
        LIMITS_HIT.add(1, [self.of.into()]);
        StoreError::Hindered(Hindrance::TooMuchAtOnce, why.into())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn tenant(number: i64) -> Tenant {
        use wellhead_tenancy::Tenancy;
        let id = Uuid::from_u64_pair(0, number.unsigned_abs());
        Tenant::of(id.into(), number)
    }

    fn is_too_much(error: &StoreError) -> bool {
        matches!(error, StoreError::Hindered(Hindrance::TooMuchAtOnce, _))
    }

    #[tokio::test(start_paused = true)]
    async fn one_workspace_leaves_the_others_theirs() {
        let shares = Shares::new("deliveries", 2, 1, Duration::from_secs(5));
        let _held = [
            shares.take(tenant(1)).await.unwrap(),
            shares.take(tenant(1)).await.unwrap(),
        ];
        let (waits, refused, other) = tokio::join!(
            shares.take(tenant(1)),
            shares.take(tenant(1)),
            shares.take(tenant(2)),
        );
        assert!(is_too_much(&waits.unwrap_err()), "nothing is given back");
        assert!(is_too_much(&refused.unwrap_err()), "one waits already");
        other.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_given_back_goes_to_who_waits() {
        let shares = Shares::new("deliveries", 1, 8, Duration::from_secs(5));
        let first = shares.take(tenant(1)).await.unwrap();
        let later = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            drop(first);
        };
        let (second, ()) = tokio::join!(shares.take(tenant(1)), later);
        second.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_workspace_can_have_a_share_of_its_own() {
        let shares = Shares::new("deliveries", 2, 1, Duration::from_secs(5));
        let _held = shares.take_of(tenant(1), 1).await.unwrap();
        assert!(is_too_much(
            &shares.take_of(tenant(1), 1).await.unwrap_err()
        ));
        let mut more = Vec::new();
        for _ in 0..3 {
            more.push(shares.take_of(tenant(2), 3).await.unwrap());
        }
        shares.take(tenant(3)).await.unwrap();
    }

    #[tokio::test]
    async fn who_holds_nothing_is_forgotten() {
        let shares = Shares::new("deliveries", 1, 1, Duration::from_secs(1));
        for number in 0..1_000 {
            shares.take(tenant(number)).await.unwrap();
        }
        assert!(shares.all.len() < 20);
    }
}
