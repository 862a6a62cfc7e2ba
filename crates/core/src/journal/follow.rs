use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Notify;

use super::{ChangeFilter, Changes, Expired, Place};
use crate::id::WorkspaceId;
use crate::ledger::Ledger;
use crate::store::StoreError;
use crate::tenant::Tenant;

/// Wakes those who follow a workspace's journal when this process has changed something there. What other processes do
/// it does not hear, so a follower also looks by itself now and then.
#[derive(Debug, Default)]
pub struct Bell {
    followed: Mutex<HashMap<WorkspaceId, Weak<Notify>>>,
    anywhere: Notify,
}

impl Bell {
    /// What is woken at each change in the workspace. Several followers share one.
    pub fn of(&self, workspace: WorkspaceId) -> Arc<Notify> {
        let mut all = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(&workspace).and_then(Weak::upgrade) {
            return known;
        }
        all.retain(|_, followed| followed.strong_count() > 0);
        let new = Arc::new(Notify::new());
        all.insert(workspace, Arc::downgrade(&new));
        new
    }

    /// Wakes the workspace's followers.
    pub fn ring(&self, workspace: WorkspaceId) {
        let all = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(followed) = all.get(&workspace).and_then(Weak::upgrade) {
            followed.notify_waiters();
        }
        self.anywhere.notify_one();
    }

    /// Waits until something has changed in any workspace since the last wait ended. For one task: another one that
    /// waits at the same time misses some.
    pub async fn anywhere(&self) {
        self.anywhere.notified().await;
    }
}

impl Ledger {
    /// The changes after a place that `filter` lets through. Of the changes there it looks at no more than `most`, so
    /// there may be fewer or none, and still more to come: the answer says up to where it has looked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn changes(
        &self,
        tenant: Tenant,
        filter: &ChangeFilter,
        after: Place,
        most: usize,
    ) -> Result<Result<Changes, Expired>, StoreError> {
        let found = self.store().journal_read(tenant, after, most).await?;
        Ok(found.map(|mut found| {
            found.changes.retain(|change| filter.lets(change));
            found
        }))
    }

    /// The place behind the newest change.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn journal_head(&self, tenant: Tenant) -> Result<Place, StoreError> {
        self.store().journal_head(tenant).await
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn followers_of_one_workspace_share_a_bell() {
        let [one, other] = [1, 2].map(|id| WorkspaceId::new(Uuid::from_u128(id)));
        let bell = Bell::default();
        let followed = bell.of(one);
        assert!(Arc::ptr_eq(&followed, &bell.of(one)));
        assert!(!Arc::ptr_eq(&followed, &bell.of(other)));
        drop(followed);
        bell.ring(one);
        bell.of(other);
        assert_eq!(bell.followed.lock().unwrap().len(), 1);
    }
}
