use super::Ledger;
use crate::cause::Author;
use crate::command::Rejection;
use crate::host;
use crate::id::{JobId, RecordId};
use crate::identity::{Merge, NewMerge};
use crate::page::{Page, PageRequest};
use crate::record::{Kind, RecordRef};
use crate::resource::{Job, JobStatus};
use crate::store::{ApplyError, StoreError};
use crate::tenant::Tenant;

/// The links that a merge moves at once, and the most that can be moved back: some tenths of a second of work.
const AT_ONCE: usize = 10_000;

/// The links of one step of a longer merge, so that no other writer waits long.
const STEP: usize = 2_000;

impl Ledger {
    /// Merges records into a survivor. Returns the job that does it: mostly it is done at once, or else to be
    /// [carried out](Self::job_carry_out).
    ///
    /// # Errors
    /// When a record is missing or was merged before, or the store fails.
    pub async fn merge(
        &self,
        author: Author,
        kind: Kind,
        survivor: RecordId,
        others: Vec<RecordId>,
    ) -> Result<Job, ApplyError> {
        let at = self.host().now();
        let new = NewMerge {
            id: host::mint(self.host(), at),
            kind,
            survivor,
            others,
            worker: self.worker(),
        };
        let made = self.store().merge_make(author, at, new, AT_ONCE).await;
        self.bell().ring(author.tenant.workspace());
        made
    }

    /// Undoes a merge as a whole.
    ///
    /// # Errors
    /// When the merge is missing, something contradicts it, or the store fails.
    pub async fn merge_undo(
        &self,
        author: Author,
        kind: Kind,
        id: JobId,
    ) -> Result<Merge, ApplyError> {
        let at = self.host().now();
        let undone = self.store().merge_undo(author, at, kind, id, AT_ONCE).await;
        self.bell().ring(author.tenant.workspace());
        undone
    }

    /// Does the steps of a merge that are left.
    pub(crate) async fn merge_carry_out(
        &self,
        tenant: Tenant,
        mut job: Job,
        mut progress: impl FnMut(&Job) + Send,
    ) -> Result<Job, ApplyError> {
        while job.status == JobStatus::InProgress {
            self.refuse_suspended(tenant).await?;
            let at = self.host().now();
            match self.store().merge_step(tenant, at, job.id, STEP).await {
                Ok(stepped) => {
                    self.bell().ring(tenant.workspace());
                    job = stepped.job;
                    progress(&job);
                }
                // Another process was faster.
                Err(ApplyError::Rejected {
                    rejection: Rejection::JobIsDone,
                    ..
                }) => {
                    let done = self.job(tenant, job.id).await?;
                    return done.ok_or_else(|| ApplyError::Rejected {
                        index: 0,
                        rejection: Rejection::NotFound,
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(job)
    }

    /// One merge.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn merge_found(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: JobId,
    ) -> Result<Option<Merge>, StoreError> {
        self.store().merge_get(tenant, kind, id).await
    }

    /// A page of merges.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn merges(
        &self,
        tenant: Tenant,
        kind: Kind,
        page: PageRequest,
    ) -> Result<Page<Merge>, StoreError> {
        page.read(|slice| self.store().merge_list(tenant, kind, slice))
            .await
    }

    /// The number of merges on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn merges_total(
        &self,
        tenant: Tenant,
        kind: Kind,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        self.store().merge_count(tenant, kind, page.created).await
    }

    /// The record that a merged one is part of now; `None` if it was not merged.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn survivor(
        &self,
        tenant: Tenant,
        record: RecordRef,
    ) -> Result<Option<RecordId>, StoreError> {
        self.store().record_survivor(tenant, record).await
    }
}
