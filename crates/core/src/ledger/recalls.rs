use super::Ledger;
use crate::cause::Author;
use crate::command::Rejection;
use crate::host;
use crate::id::{NotificationId, RecallId, SuppressionId};
use crate::page::{Page, PageRequest};
use crate::privacy::{
    ErasureMarks, NewRecall, Notification, NotificationChanges, NotificationFilter, Recall,
    RecallFilter, Reference, SubjectRight, Suppression, SuppressionFilter, SuppressionKey,
    due_after,
};
use crate::record::RecordRef;
use crate::resource::{Job, JobStatus};
use crate::store::{ApplyError, StoreError};
use crate::tenant::Tenant;
use crate::text::Note;

impl Ledger {
    /// Recalls a record from those who received it. An erasure is recorded first, and then destroys what names the record. If
    /// that cannot be done at once, the recall is returned without `destroyed_at`, and its job does it later.
    ///
    /// # Errors
    /// When the record is missing, was merged or erased before, or the store fails.
    pub async fn recall(
        &self,
        author: Author,
        right: SubjectRight,
        record: RecordRef,
        reference: Option<Reference>,
    ) -> Result<Recall, ApplyError> {
        let at = self.host().now();
        let new = NewRecall {
            id: host::mint(self.host(), at),
            right,
            record,
            reference,
            due_at: due_after(at),
            key: SuppressionKey::new(self.host()),
            again: false,
            marks: Vec::new(),
            worker: self.worker(),
        };
        self.recall_new(author, new).await
    }

    /// Repeats an erasure in a ledger that was restored from a time before it: by its id, with what it suppressed.
    ///
    /// # Errors
    /// When the record was merged, or erased already, the workspace has another key, or the store fails.
    pub async fn erasure_again(
        &self,
        author: Author,
        id: RecallId,
        record: RecordRef,
        reference: Option<Reference>,
        suppressed: ErasureMarks,
    ) -> Result<Recall, ApplyError> {
        let new = NewRecall {
            id,
            right: SubjectRight::Erasure,
            record,
            reference,
            due_at: due_after(self.host().now()),
            key: suppressed.key,
            again: true,
            marks: suppressed.marks,
            worker: self.worker(),
        };
        self.recall_new(author, new).await
    }

    async fn recall_new(&self, author: Author, new: NewRecall) -> Result<Recall, ApplyError> {
        let at = self.host().now();
        let tenant = author.tenant;
        let id = new.id;
        let made = self.store().recall_make(author, at, new).await?;
        self.bell().ring(tenant.workspace());
        let left = made.iter().filter(|recall| recall.destroyed_at.is_none());
        for job in left.filter_map(Recall::job) {
            let at = self.host().now();
            match self.store().recall_destroy(tenant, at, job).await {
                Ok(_) => {}
                // It is recorded, and its job is found by whoever tends to those that were left.
                Err(ApplyError::Store(_)) => break,
                Err(refused) => return Err(refused),
            }
        }
        let found = self.store().recall_get(tenant, id).await;
        let made = made.into_iter().next();
        let missing = ApplyError::Rejected {
            index: 0,
            rejection: Rejection::NotFound,
        };
        found.ok().flatten().or(made).ok_or(missing)
    }

    /// Destroys what an erasure has left.
    pub(crate) async fn erasure_carry_out(
        &self,
        tenant: Tenant,
        job: Job,
    ) -> Result<Job, ApplyError> {
        if job.status != JobStatus::InProgress {
            return Ok(job);
        }
        self.refuse_suspended(tenant).await?;
        let at = self.host().now();
        self.store().recall_destroy(tenant, at, job.id).await
    }

    /// One recall.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recall_found(
        &self,
        tenant: Tenant,
        id: RecallId,
    ) -> Result<Option<Recall>, StoreError> {
        self.store().recall_get(tenant, id).await
    }

    /// What an erasure suppresses.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn erasure_marks(
        &self,
        tenant: Tenant,
        id: RecallId,
    ) -> Result<Option<ErasureMarks>, StoreError> {
        self.store().erasure_marks(tenant, id).await
    }

    /// A page of recalls.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recalls(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        page: PageRequest,
    ) -> Result<Page<Recall>, StoreError> {
        page.read(|slice| self.store().recall_list(tenant, filter, slice))
            .await
    }

    /// The number of recalls on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recalls_total(
        &self,
        tenant: Tenant,
        filter: RecallFilter,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        self.store()
            .recall_count(tenant, filter, page.created)
            .await
    }

    /// One notification.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notification(
        &self,
        tenant: Tenant,
        id: NotificationId,
    ) -> Result<Option<Notification>, StoreError> {
        self.store().notification_get(tenant, id).await
    }

    /// A page of notifications, in the order in which they are due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notifications(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        page: PageRequest,
    ) -> Result<Page<Notification>, StoreError> {
        page.read(|slice| self.store().notification_list(tenant, filter, slice))
            .await
    }

    /// The number of notifications on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notifications_total(
        &self,
        tenant: Tenant,
        filter: NotificationFilter,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        self.store()
            .notification_count(tenant, filter, page.created)
            .await
    }

    /// Changes a notification.
    ///
    /// # Errors
    /// When it is missing, its status needs a reason, or the store fails.
    pub async fn notification_update(
        &self,
        author: Author,
        id: NotificationId,
        changes: NotificationChanges,
    ) -> Result<Notification, ApplyError> {
        let at = self.host().now();
        let store = self.store();
        store.notification_update(author, at, id, changes).await
    }

    /// One suppression.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn suppression(
        &self,
        tenant: Tenant,
        id: SuppressionId,
    ) -> Result<Option<Suppression>, StoreError> {
        self.store().suppression_get(tenant, id).await
    }

    /// A page of suppressions.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn suppressions(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        page: PageRequest,
    ) -> Result<Page<Suppression>, StoreError> {
        page.read(|slice| self.store().suppression_list(tenant, filter, slice))
            .await
    }

    /// The number of suppressions on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn suppressions_total(
        &self,
        tenant: Tenant,
        filter: SuppressionFilter,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        self.store()
            .suppression_count(tenant, filter, page.created)
            .await
    }

    /// Lifts a suppression.
    ///
    /// # Errors
    /// When it is missing, or the store fails.
    pub async fn suppression_lift(
        &self,
        author: Author,
        id: SuppressionId,
        reason: Note,
    ) -> Result<Suppression, ApplyError> {
        let at = self.host().now();
        let store = self.store();
        store.suppression_lift(author, at, id, reason).await
    }
}
