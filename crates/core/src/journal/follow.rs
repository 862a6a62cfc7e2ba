use std::sync::Arc;

use tokio::sync::Notify;

use super::{ChangeFilter, Changes, Expired, Place};
use crate::id::WorkspaceId;
use crate::ledger::Ledger;
use crate::live::Live;
use crate::store::StoreError;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Wakes those who follow a workspace's journal when this process has changed something there. What other processes do
/// it does not hear, so a follower also looks by itself now and then.
#[derive(Debug, Default)]
pub struct Bell {
    followed: Live<WorkspaceId, Notify>,
    anywhere: Notify,
}

impl Bell {
    /// What is woken at each change in the workspace. Several followers share one.
    pub fn of(&self, workspace: WorkspaceId) -> Arc<Notify> {
        self.followed.of(workspace, Notify::new)
    }

    /// Wakes the workspace's followers.
    pub fn ring(&self, workspace: WorkspaceId) {
        if let Some(followed) = self.followed.held(&workspace) {
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

/// How many changes one look at the store takes.
const AT_ONCE: usize = 2_000;

/// How many changes are looked at for one page, where a filter leaves most of them out.
const MOST: usize = 10_000;

impl Ledger {
    /// The first `size` changes after a place that `filter` lets through. It looks at no more than some thousand
    /// changes, so with a filter there may be fewer, or none, and still more to come: `upto` says how far it has looked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn changes(
        &self,
        tenant: Tenant,
        filter: &ChangeFilter,
        after: Place,
        size: usize,
    ) -> Result<Result<Changes, Expired>, StoreError> {
        let is_open = *filter == ChangeFilter::default();
        let at_once = if is_open { size } else { AT_ONCE };
        let mut page = Changes {
            changes: Vec::new(),
            upto: after,
            head: 0,
        };
        let mut looked = 0;
        loop {
            let found = self
                .store()
                .journal_read(tenant, page.upto, at_once)
                .await?;
            let found = match found {
                Ok(found) => found,
                // The page is what could be read of it; the next one meets the gap.
                Err(_) if looked > 0 => return Ok(Ok(page)),
                Err(expired) => return Ok(Err(expired)),
            };
            looked += found.changes.len();
            (page.upto, page.head) = (found.upto, found.head);
            for change in found.changes {
                if filter.lets(&change) {
                    let place = change.place;
                    page.changes.push(change);
                    if page.changes.len() == size {
                        page.upto = place;
                        return Ok(Ok(page));
                    }
                }
            }
            if page.upto.position >= page.head || looked >= MOST {
                return Ok(Ok(page));
            }
        }
    }

    /// The place behind the newest change.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn journal_head(&self, tenant: Tenant) -> Result<Place, StoreError> {
        self.store().journal_head(tenant).await
    }

    /// Forgets changes that were made before `before`, in short steps: once, in every workspace. Returns where that failed; the
    /// next call finds the rest.
    ///
    /// # Errors
    /// When the store fails to tell the workspaces.
    pub async fn forget_changes(
        &self,
        before: Timestamp,
    ) -> Result<Vec<(Tenant, StoreError)>, StoreError> {
        let mut failed = Vec::new();
        for tenant in self.store().journal_old(before).await? {
            if let Err(error) = self.forget_changes_of(tenant, before).await {
                failed.push((tenant, error));
            }
        }
        Ok(failed)
    }

    async fn forget_changes_of(&self, tenant: Tenant, before: Timestamp) -> Result<(), StoreError> {
        /// Rows of the journal; each may have thousands of changes.
        const STEP: usize = 200;
        while self.store().journal_forget(tenant, before, STEP).await? {}
        Ok(())
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
        assert_eq!(bell.followed.len(), 1);
    }
}
