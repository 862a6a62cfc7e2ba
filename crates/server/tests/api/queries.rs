//! The number of store queries does not depend on how many resources a document has.

use std::future::pending;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::support::{ACTIVATIONS, Api, JOBS, LINKS, RUNS};
use async_trait::async_trait;
use serde_json::json;
use wellhead_core::audit::{AuditFilter, Entry, Event, Heads, Stored};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, Expected, NewWorkspaceConnector, Outcome};
use wellhead_core::id::{
    AuditEventId, ConnectorId, DeliveryId, IdentityId, JobId, KeyId, LinkId, NotificationId,
    RecallId, RecordId, SuppressionId, SyncRunId, WebhookAttemptId, WebhookEndpointId,
    WorkspaceConnectorId,
};
use wellhead_core::identity::{Alike, Identity, IdentityFilter, Likeness, Merge, NewMerge};
use wellhead_core::journal::{Changes, Expired, Place};
use wellhead_core::key::{Cached, Holder, Key, KeyRotation, NewKey, Rotated, TokenHash};
use wellhead_core::page::{Interval, Looked, Slice, Total};
use wellhead_core::privacy::retention::{Cuts, Policy, RuleChanges};
use wellhead_core::privacy::{
    Asked, Disclosed, ErasureMarks, LegalStates, NewRecall, Notification, NotificationChanges,
    NotificationFilter, Recall, RecallFilter, Suppression, SuppressionFilter,
};
use wellhead_core::record::{Kind, OnlySource, Record, RecordFilter, RecordRef, Search, Sourced};
use wellhead_core::resource::{
    Bucket, Connector, Deleted, DoneBy, FlowCount, Flows, Job, JobCursor, Link, LinkFilter,
    LinkState, Past, RunFilter, Story, SyncRun, Workspace, WorkspaceConnector,
    WorkspaceConnectorFilter,
};
use wellhead_core::source::Held;
use wellhead_core::store::{
    Abandoned, ActiveLinks, Activity, ApplyError, AuditStore, ClaimedWebhook, ConnectorStore,
    Delivered, DeliveryBatch, DeliveryStore, DisclosureStore, FoldStore, IdentityStore, Idle,
    JobStore, JournalStore, KeyStore, LinkStore, MergeStore, NewJob, NewRun, ProvenanceStore,
    RecallStore, RecordStore, RetentionStore, RunStore, Stepped, Store, StoreError, Unseen,
    WebhookClaim, WebhookResult, WebhookStore, Workload, WorkloadStore, WorkspaceStore,
};
use wellhead_core::sync::{KeptRejections, NewRejection, RejectedLine};
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{
    NewWebhookEndpoint, Secret, WebhookAttempt, WebhookEndpoint, WebhookEndpointChanges,
};

/// A store that counts its queries, and fails to write the audit log for some time.
pub(crate) struct Counted {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) count: Arc<AtomicUsize>,
    /// How often it still fails to: every other time it has written, and says that it failed.
    pub(crate) faults: Arc<AtomicUsize>,
    /// Since when nobody hears of a key any more. What is known of keys is as old as it was then.
    pub(crate) silent: Arc<OnceLock<Instant>>,
}

/// Implements a trait of the port by calling the wrapped store.
macro_rules! counted {
    ($($trait:ident {
        $(fn $method:ident($($name:ident: $type:ty),*) -> $answer:ty;)+
        $(besides { $($other:tt)+ })?
    })+) => {
        $(#[async_trait] impl $trait for Counted {
            $(async fn $method(&self, $($name: $type),*) -> $answer {
                self.count.fetch_add(1, Ordering::Relaxed);
                self.store.$method($($name),*).await
            })+
            $($($other)+)?
        })+
    };
}

/// The audit log is written a moment later, and so in nobody's request: that does not count.
#[async_trait]
impl AuditStore for Counted {
    async fn audit_append(
        &self,
        tenant: Tenant,
        entries: Vec<Entry>,
    ) -> Result<Vec<Event>, StoreError> {
        let less = |left: usize| left.checked_sub(1);
        let (order, faults) = (Ordering::Relaxed, &self.faults);
        let Ok(left) = faults.fetch_update(order, order, less) else {
            return self.store.audit_append(tenant, entries).await;
        };
        if left % 2 == 0 {
            self.store.audit_append(tenant, entries).await?;
        }
        Err(StoreError::Unavailable("on purpose".into()))
    }

    async fn audit_list(
        &self,
        tenant: Tenant,
        filter: AuditFilter,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Event>, StoreError> {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.store.audit_list(tenant, filter, slice, most).await
    }

    async fn audit_get(
        &self,
        tenant: Tenant,
        id: AuditEventId,
    ) -> Result<Option<Event>, StoreError> {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.store.audit_get(tenant, id).await
    }

    async fn audit_read(
        &self,
        tenant: Tenant,
        after: u64,
        most: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.store.audit_read(tenant, after, most).await
    }

    async fn audit_heads(&self, tenant: Tenant) -> Result<Option<Heads>, StoreError> {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.store.audit_heads(tenant).await
    }
}

counted! {
    KeyStore {
        fn key_holder(tenant: Tenant, id: KeyId) -> Result<Option<Holder>, StoreError>;
        fn key_create(tenant: Tenant, at: Timestamp, new: NewKey) -> Result<Key, ApplyError>;
        fn key_rotate(tenant: Tenant, at: Timestamp, id: KeyId, rotation: KeyRotation) -> Result<Rotated, ApplyError>;
        fn key_revoke(tenant: Tenant, at: Timestamp, id: KeyId, expected: Option<Expected>) -> Result<Key, ApplyError>;
        fn key_used(tenant: Tenant, at: Timestamp, uses: &[(KeyId, Timestamp)]) -> Result<(), ApplyError>;
        fn key_find(tenant: Tenant, ids: &[KeyId]) -> Result<Vec<Key>, StoreError>;
        fn key_slice(tenant: Tenant, slice: Slice) -> Result<Vec<Key>, StoreError>;
        fn key_count(tenant: Tenant, created: Interval) -> Result<u64, StoreError>;
        besides {
            async fn authenticate(
                &self,
                now: Instant,
                hash: TokenHash,
            ) -> Result<Option<Holder>, StoreError> {
                // Not counted: a key that is cached is not asked for.
                if self.silent.get().is_some() {
                    return pending().await;
                }
                self.store.authenticate(now, hash).await
            }

            fn cached(&self, now: Instant, hash: TokenHash) -> Cached<Holder> {
                let now = self.silent.get().copied().unwrap_or(now);
                self.store.cached(now, hash)
            }
        }
    }
    LinkStore {
        fn link_get(tenant: Tenant, kind: Kind, id: LinkId, deleted: Deleted)
            -> Result<Option<Link>, StoreError>;
        fn link_history(tenant: Tenant, kind: Kind, id: LinkId, slice: Slice)
            -> Result<Vec<LinkState>, StoreError>;
        fn link_history_count(tenant: Tenant, kind: Kind, id: LinkId, most: u64)
            -> Result<Total, StoreError>;
        fn link_list(tenant: Tenant, kind: Kind, filter: LinkFilter, slice: Slice)
            -> Result<Vec<Link>, StoreError>;
        fn link_past(
            tenant: Tenant, kind: Kind, filter: LinkFilter, past: Past, slice: Slice, most: usize
        ) -> Result<Looked<Link>, StoreError>;
        fn link_done(
            tenant: Tenant, kind: Kind, filter: LinkFilter, done: DoneBy, slice: Slice, most: usize
        ) -> Result<Looked<Link>, StoreError>;
        fn link_count(
            tenant: Tenant, kind: Kind, filter: LinkFilter, created: Interval, most: u64
        ) -> Result<Total, StoreError>;
        fn link_active(tenant: Tenant, connectors: &[WorkspaceConnectorId])
            -> Result<Vec<Vec<ActiveLinks>>, StoreError>;
        fn link_activity(
            tenant: Tenant, kind: Kind, connector: WorkspaceConnectorId, bucket: Bucket,
            created: Interval
        ) -> Result<Vec<Activity>, StoreError>;
        fn link_activity_of_all(
            tenant: Tenant, kind: Kind, bucket: Bucket, hours: Range<Timestamp>
        ) -> Result<Vec<Activity>, StoreError>;
    }
    RecordStore {
        fn record_get(tenant: Tenant, record: RecordRef, deleted: Deleted)
            -> Result<Option<Record>, StoreError>;
        fn record_held(tenant: Tenant, record: RecordRef, deleted: Deleted)
            -> Result<Option<Held>, StoreError>;
        fn record_list(tenant: Tenant, kind: Kind, filter: &RecordFilter, slice: Slice)
            -> Result<Vec<Record>, StoreError>;
        fn record_only_from(
            tenant: Tenant, kind: Kind, source: OnlySource, slice: Slice, most: usize
        ) -> Result<Looked<Sourced>, StoreError>;
        fn record_alike(
            tenant: Tenant, kind: Kind, by: &[Likeness], slice: Slice, most: usize
        ) -> Result<Looked<Alike>, StoreError>;
        fn record_sharing(
            tenant: Tenant, kind: Kind, of: Likeness, keys: &[String], most: usize
        ) -> Result<Vec<Record>, StoreError>;
        fn record_find(tenant: Tenant, kind: Kind, ids: &[RecordId])
            -> Result<Vec<Record>, StoreError>;
        fn record_count(
            tenant: Tenant, kind: Kind, filter: &RecordFilter, created: Interval, most: u64
        ) -> Result<Total, StoreError>;
        fn record_search(tenant: Tenant, kind: Kind, search: &Search, limit: usize)
            -> Result<Vec<Record>, StoreError>;
    }
    ConnectorStore {
        fn connector_get(tenant: Tenant, id: ConnectorId) -> Result<Option<Connector>, StoreError>;
        fn connector_list(tenant: Tenant, slice: Slice) -> Result<Vec<Connector>, StoreError>;
        fn connector_find(tenant: Tenant, ids: &[ConnectorId])
            -> Result<Vec<Connector>, StoreError>;
        fn connector_count(tenant: Tenant, created: Interval) -> Result<u64, StoreError>;
        fn workspace_connector_get(tenant: Tenant, id: WorkspaceConnectorId, deleted: Deleted)
            -> Result<Option<WorkspaceConnector>, StoreError>;
        fn workspace_connector_list(tenant: Tenant, filter: WorkspaceConnectorFilter, slice: Slice)
            -> Result<Vec<WorkspaceConnector>, StoreError>;
        fn workspace_connector_find(tenant: Tenant, ids: &[WorkspaceConnectorId])
            -> Result<Vec<WorkspaceConnector>, StoreError>;
        fn workspace_connector_lines(tenant: Tenant, ids: &[WorkspaceConnectorId])
            -> Result<Vec<WorkspaceConnector>, StoreError>;
        fn workspace_connector_count(
            tenant: Tenant, filter: WorkspaceConnectorFilter, created: Interval
        ) -> Result<u64, StoreError>;
        fn workspace_connector_ensure(tenant: Tenant, at: Timestamp, wanted: NewWorkspaceConnector)
            -> Result<WorkspaceConnector, ApplyError>;
    }
    WorkspaceStore {
        fn workspace_get(tenant: Tenant) -> Result<Option<Workspace>, StoreError>;
    }
    ProvenanceStore {
        fn provenance_get(
            tenant: Tenant, record: RecordRef, past: Option<Past>
        ) -> Result<Option<Story>, StoreError>;
        fn flow_count(tenant: Tenant, kind: Kind, deleted: Deleted, most: u64)
            -> Result<FlowCount, StoreError>;
        fn flow_count_within(tenant: Tenant, kind: Kind, created: Interval, deleted: Deleted)
            -> Result<Flows, StoreError>;
    }
    FoldStore {
        fn folds_due() -> Result<Vec<Tenant>, StoreError>;
        fn fold(tenant: Tenant, most: usize) -> Result<bool, StoreError>;
    }
    DisclosureStore {
        fn disclosure_get(tenant: Tenant, record: RecordRef, asked: Asked)
            -> Result<Option<Disclosed>, StoreError>;
        fn legal_states(
            tenant: Tenant, connectors: &[ConnectorId], workspace_connectors: &[WorkspaceConnectorId],
            until: Timestamp
        ) -> Result<LegalStates, StoreError>;
    }
    DeliveryStore {
        fn deliver(tenant: Tenant, at: Timestamp, batch: Arc<DeliveryBatch>)
            -> Result<Delivered, ApplyError>;
        fn delivery_undone(
            tenant: Tenant, at: Timestamp, run: SyncRunId, delivery: DeliveryId, by: NewRejection
        ) -> Result<(), ApplyError>;
        fn delivered(tenant: Tenant, run: SyncRunId, delivery: DeliveryId)
            -> Result<u64, StoreError>;
    }
    RunStore {
        fn run_open(tenant: Tenant, at: Timestamp, run: NewRun) -> Result<SyncRun, ApplyError>;
        fn run_get(tenant: Tenant, id: SyncRunId) -> Result<Option<SyncRun>, StoreError>;
        fn run_find(tenant: Tenant, ids: &[SyncRunId]) -> Result<Vec<SyncRun>, StoreError>;
        fn run_list(tenant: Tenant, filter: RunFilter, slice: Slice)
            -> Result<Vec<SyncRun>, StoreError>;
        fn run_last(tenant: Tenant, connectors: &[WorkspaceConnectorId])
            -> Result<Vec<SyncRun>, StoreError>;
        fn run_count(tenant: Tenant, filter: RunFilter, started: Interval, most: u64)
            -> Result<Total, StoreError>;
        fn run_rejections(tenant: Tenant, id: SyncRunId, slice: Slice)
            -> Result<Vec<RejectedLine>, StoreError>;
        fn run_rejections_kept(tenant: Tenant, id: SyncRunId)
            -> Result<KeptRejections, StoreError>;
        fn run_beat(tenant: Tenant, at: Timestamp, id: SyncRunId) -> Result<(), ApplyError>;
        fn run_close(tenant: Tenant, at: Timestamp, id: SyncRunId, error: Option<&str>)
            -> Result<SyncRun, ApplyError>;
        fn run_expire(tenant: Tenant, at: Timestamp, silence: Duration)
            -> Result<u64, StoreError>;
        fn run_unseen(tenant: Tenant, id: SyncRunId) -> Result<Unseen, ApplyError>;
    }
    JobStore {
        fn job_open(tenant: Tenant, at: Timestamp, job: NewJob) -> Result<Job, ApplyError>;
        fn job_get(tenant: Tenant, id: JobId) -> Result<Option<Job>, StoreError>;
        fn job_find(tenant: Tenant, ids: &[JobId]) -> Result<Vec<Job>, StoreError>;
        fn job_list(tenant: Tenant, slice: Slice) -> Result<Vec<Job>, StoreError>;
        fn job_step(tenant: Tenant, at: Timestamp, id: JobId, from: JobCursor, limit: usize)
            -> Result<Stepped, ApplyError>;
        fn job_close(tenant: Tenant, at: Timestamp, id: JobId, error: Option<&str>)
            -> Result<Job, ApplyError>;
        fn job_abandoned(tenant: Tenant, idle: Idle<'_>) -> Result<Abandoned, StoreError>;
        fn neglected(idle: Idle<'_>) -> Result<Vec<Tenant>, StoreError>;
    }
    JournalStore {
        fn journal_read(tenant: Tenant, after: Place, most: usize)
            -> Result<Result<Changes, Expired>, StoreError>;
        fn journal_head(tenant: Tenant) -> Result<Place, StoreError>;
        fn journal_forget(tenant: Tenant, before: Timestamp, most: usize)
            -> Result<bool, StoreError>;
        fn journal_old(before: Timestamp) -> Result<Vec<Tenant>, StoreError>;
    }
    IdentityStore {
        fn identity_get(tenant: Tenant, kind: Kind, id: IdentityId, deleted: Deleted)
            -> Result<Option<Identity>, StoreError>;
        fn identity_list(tenant: Tenant, kind: Kind, filter: &IdentityFilter, slice: Slice)
            -> Result<Vec<Identity>, StoreError>;
        fn identity_count(
            tenant: Tenant, kind: Kind, filter: &IdentityFilter, created: Interval, most: u64
        ) -> Result<Total, StoreError>;
    }
    MergeStore {
        fn merge_make(author: Author, at: Timestamp, new: NewMerge, limit: usize)
            -> Result<Job, ApplyError>;
        fn merge_step(tenant: Tenant, at: Timestamp, id: JobId, limit: usize)
            -> Result<Stepped, ApplyError>;
        fn merge_undo(author: Author, at: Timestamp, kind: Kind, id: JobId, most: usize)
            -> Result<Merge, ApplyError>;
        fn merge_get(tenant: Tenant, kind: Kind, id: JobId) -> Result<Option<Merge>, StoreError>;
        fn merge_list(tenant: Tenant, kind: Kind, slice: Slice) -> Result<Vec<Merge>, StoreError>;
        fn merge_count(tenant: Tenant, kind: Kind, created: Interval) -> Result<u64, StoreError>;
        fn record_survivor(tenant: Tenant, record: RecordRef)
            -> Result<Option<RecordId>, StoreError>;
    }
    RecallStore {
        fn recall_make(author: Author, at: Timestamp, new: NewRecall)
            -> Result<Vec<Recall>, ApplyError>;
        fn recall_destroy(tenant: Tenant, at: Timestamp, id: JobId) -> Result<Job, ApplyError>;
        fn recall_get(tenant: Tenant, id: RecallId) -> Result<Option<Recall>, StoreError>;
        fn recall_list(tenant: Tenant, filter: RecallFilter, slice: Slice)
            -> Result<Vec<Recall>, StoreError>;
        fn recall_count(tenant: Tenant, filter: RecallFilter, created: Interval)
            -> Result<u64, StoreError>;
        fn erasure_marks(tenant: Tenant, id: RecallId)
            -> Result<Option<ErasureMarks>, StoreError>;
        fn notification_get(tenant: Tenant, id: NotificationId)
            -> Result<Option<Notification>, StoreError>;
        fn notification_list(tenant: Tenant, filter: NotificationFilter, slice: Slice)
            -> Result<Vec<Notification>, StoreError>;
        fn notification_count(tenant: Tenant, filter: NotificationFilter, due: Interval)
            -> Result<u64, StoreError>;
        fn notification_update(
            author: Author,
            at: Timestamp,
            id: NotificationId,
            changes: NotificationChanges
        ) -> Result<Notification, ApplyError>;
        fn suppression_get(tenant: Tenant, id: SuppressionId)
            -> Result<Option<Suppression>, StoreError>;
        fn suppression_list(tenant: Tenant, filter: SuppressionFilter, slice: Slice)
            -> Result<Vec<Suppression>, StoreError>;
        fn suppression_count(tenant: Tenant, filter: SuppressionFilter, created: Interval)
            -> Result<u64, StoreError>;
        fn suppression_lift(author: Author, at: Timestamp, id: SuppressionId, reason: Note)
            -> Result<Suppression, ApplyError>;
    }
    RetentionStore {
        fn retention_policy(tenant: Tenant) -> Result<Policy, StoreError>;
        fn retention_set(tenant: Tenant, at: Timestamp, changes: RuleChanges,
            expected: Option<Expected>) -> Result<Policy, ApplyError>;
        fn retention_due(before: Timestamp) -> Result<Vec<Tenant>, StoreError>;
        fn retention_open(tenant: Tenant, at: Timestamp, new: NewJob, before: Timestamp)
            -> Result<Option<Job>, ApplyError>;
        fn retention_step(tenant: Tenant, at: Timestamp, id: JobId, limit: usize)
            -> Result<Job, ApplyError>;
        fn retention_cuts(tenant: Tenant, kind: Kind) -> Result<Cuts, StoreError>;
    }
    WebhookStore {
        fn webhook_create(tenant: Tenant, at: Timestamp, new: NewWebhookEndpoint)
            -> Result<WebhookEndpoint, ApplyError>;
        fn webhook_get(tenant: Tenant, id: WebhookEndpointId)
            -> Result<Option<WebhookEndpoint>, StoreError>;
        fn webhook_list(tenant: Tenant, slice: Slice) -> Result<Vec<WebhookEndpoint>, StoreError>;
        fn webhook_update(tenant: Tenant, at: Timestamp, id: WebhookEndpointId,
            changes: WebhookEndpointChanges, expected: Option<Expected>)
            -> Result<WebhookEndpoint, ApplyError>;
        fn webhook_rotate(tenant: Tenant, at: Timestamp, id: WebhookEndpointId, secret: Secret,
            expires_at: Timestamp) -> Result<WebhookEndpoint, ApplyError>;
        fn webhook_delete(tenant: Tenant, at: Timestamp, id: WebhookEndpointId,
            expected: Option<Expected>) -> Result<(), ApplyError>;
        fn webhook_attempt_list(tenant: Tenant, endpoint: WebhookEndpointId, slice: Slice)
            -> Result<Vec<WebhookAttempt>, StoreError>;
        fn webhook_attempt_get(tenant: Tenant, id: WebhookAttemptId)
            -> Result<Option<WebhookAttempt>, StoreError>;
        fn webhooks_due() -> Result<Vec<Tenant>, StoreError>;
        fn webhook_claim(tenant: Tenant, at: Timestamp, claim: WebhookClaim)
            -> Result<Option<ClaimedWebhook>, ApplyError>;
        fn webhook_settle(tenant: Tenant, at: Timestamp, attempt: WebhookAttemptId,
            result: WebhookResult) -> Result<(), ApplyError>;
    }
    WorkloadStore {
        fn workload() -> Result<Workload, StoreError>;
    }
    Store {
        fn apply(author: Author, at: Timestamp, commands: Vec<Command>)
            -> Result<Vec<Outcome>, ApplyError>;
        fn ready() -> Result<(), StoreError>;
    }
}

/// An API whose queries are counted.
async fn counted() -> (Api, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let behind = Arc::clone(&count);
    let api = Api::sqlite_behind(|store| {
        Arc::new(Counted {
            store,
            count: behind,
            faults: Arc::default(),
            silent: Arc::default(),
        })
    });
    (api.await, count)
}

#[tokio::test]
async fn a_job_looks_where_there_are_links() {
    let (api, count) = counted().await;
    let deduplication = json!({"data": {"type": "deduplication"}});
    let path = format!("{LINKS}/deduplications?dry_run=true");
    let asked = async || {
        let before = count.load(Ordering::Relaxed);
        api.post(&path, &deduplication).await.ok();
        count.load(Ordering::Relaxed) - before
    };
    let (ada, activation) = (
        api.person(&api.here, "Ada").await,
        api.activation(&api.here).await,
    );
    api.link(&ada, &activation, "input").await;
    let of_one = asked().await;
    for _ in 0..20 {
        api.activation(&api.here).await;
    }
    assert_eq!(asked().await, of_one);
    api.link(&ada, &activation, "output").await;
    assert!(asked().await > of_one);
}

#[tokio::test]
async fn the_number_of_queries_does_not_depend_on_the_document() {
    let (api, count) = counted().await;
    let asked = async |path: &str| {
        let before = count.load(Ordering::Relaxed);
        api.get(path).await.ok();
        count.load(Ordering::Relaxed) - before
    };
    let ada = api.person(&api.here, "Ada").await;
    let activation = api.activation(&api.here).await;
    api.link(&ada, &activation, "input").await;
    api.run(&activation, &json!({"direction": "input"})).await;
    let moved = api.link(&ada, &activation, "input").await;
    let turn = async |direction: &str| {
        let document = json!({"data": {
            "type": "people_workspace_connector", "id": moved, "attributes": {"direction": direction}
        }});
        api.patch(&format!("{LINKS}/{moved}"), &document).await.ok();
    };
    turn("output").await;
    let another = api.activation(&api.here).await;
    deliver_and_invalidate(&api, &another).await;
    let documents = [
        (format!("{RUNS}?include=workspace_connector.connector"), 3),
        (
            format!("{ACTIVATIONS}/{activation}/workspace_connector_sync_logs"),
            2,
        ),
        (JOBS.to_owned(), 1),
        (
            format!("{LINKS}?page[size]=50&include=people,workspace_connector.connector"),
            4,
        ),
        ("/v1/people?include=workspace".to_owned(), 2),
        (
            "/v1/workspace-connectors?include=connector,workspace".to_owned(),
            3,
        ),
        (
            format!("/v1/people/{ada}/people_workspace_connectors?include=workspace_connector"),
            3,
        ),
        (
            format!(
                "/v1/workspace-connectors/{activation}/relationships/people_workspace_connectors"
            ),
            2,
        ),
        (
            // The runs, the jobs and the keys that are causes: one query each, however many there are.
            format!("{LINKS}?filter[deleted]=include&include=created_by,seen_by,deleted_by"),
            4,
        ),
        (
            format!("{LINKS}/{moved}/history?include=made_by,seen_by,deleted_by,people"),
            3,
        ),
    ];
    for (path, expected) in &documents {
        assert_eq!(asked(path).await, *expected, "{path}");
    }
    let deduplication = json!({"data": {"type": "deduplication"}});
    for direction in ["input", "output", "input", "output"] {
        turn(direction).await;
    }
    for name in ["Bob", "Cleo", "Dora", "Eve", "Fay"] {
        let person = api.person(&api.here, name).await;
        let another = api.activation(&api.here).await;
        for connector in [&activation, &another] {
            api.link(&person, connector, "output").await;
            api.link(&ada, connector, "input").await;
        }
        deliver_and_invalidate(&api, &another).await;
        api.run(&another, &json!({"direction": "output"})).await;
        let path = format!("{LINKS}/deduplications");
        api.done(api.post(&path, &deduplication).await).await;
    }
    for (path, expected) in &documents {
        assert_eq!(asked(path).await, *expected, "{path}");
    }
}

/// Makes a link in a run, which a job ends.
async fn deliver_and_invalidate(api: &Api, connector: &str) {
    let run = api.run(connector, &json!({"direction": "input"})).await;
    let delivered = api.deliver(&run, "", "{\"external_person_id\":\"E-1\"}\n");
    delivered.await;
    let invalidation = json!({"data": {"type": "invalidation", "relationships": {
        "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}}
    }}});
    let path = format!("{LINKS}/invalidations");
    api.done(api.post(&path, &invalidation).await).await;
}
