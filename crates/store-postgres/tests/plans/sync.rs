//! What runs, deliveries and jobs read, as the database counts it. It must not grow with the ledger.
//!
//! Runs twice: with the plans of a first import, made on empty tables without statistics, and with full statistics.

#[path = "pages.rs"]
mod pages;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio_postgres::Client;
use uuid::Uuid;
use wellhead_core::id::{RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::identity::OnConflict;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::{Kind, Named, Values};
use wellhead_core::resource::{
    Bucket, Deleted, Direction, ExternalId, JobCursor, JobKind, Mode, RunFilter, RunStatus,
    Selection, Stream, SyncRun, Trigger,
};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{
    DeliveredRecord, DeliveryBatch, DeliveryStore, FoldStore, Idle, JobStore, LinkStore, NewJob,
    NewRun, OnDuplicate, ProvenanceStore, RunStore, WorkloadStore,
};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::lane::Load;
use crate::scratch;

const HOUR: Duration = Duration::from_hours(1);

/// Two workspaces with three connectors each, and no statistics except those that the test collects. Nobody else reads the tables
/// meanwhile.
const BEGINNING: &str = "
    DO $$
    DECLARE counted text;
    BEGIN
        FOR counted IN SELECT tablename FROM pg_tables WHERE schemaname = 'core_api' LOOP
            EXECUTE format('ALTER TABLE core_api.%I SET (autovacuum_enabled = off)', counted);
        END LOOP;
    END $$;
    INSERT INTO core_api.workspaces (workspace_id, name)
        SELECT gen_random_uuid(), 'w' FROM generate_series(1, 2);
    INSERT INTO core_api.connectors (connector_id, slug, name)
        SELECT gen_random_uuid(), 'c' || k, 'c' FROM generate_series(1, 3) k;
    INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status)
        SELECT gen_random_uuid(), w.pk, c.pk, 'enabled'
        FROM core_api.workspaces w, core_api.connectors c ORDER BY w.pk, c.pk";

/// Adds to each workspace the people `E-$first` to `E-$last`, with two links each, from the connectors in turn. Almost
/// all links of the third connector are deleted. Every tenth person brings a closed run with a delivery, and a finished
/// job.
const GROWTH: &str = "
    INSERT INTO core_api.peoples (people_id, workspace_pk, external_person_id)
        SELECT gen_random_uuid(), w.pk, 'E-' || i FROM core_api.workspaces w, generate_series($first, $last) i;
    INSERT INTO core_api.people_workspace_connectors (people_workspace_connector_id, direction,
            people_pk, workspace_connector_pk, created_at, deleted_at)
        SELECT gen_random_uuid(), 'input', p.pk, 3 * (p.workspace_pk - 1) + 1 + (p.pk + k) % 3,
            timestamptz '2026-01-01' + (i * 2 + k) * interval '1 minute',
            CASE WHEN (p.pk + k) % 3 = 2 AND i > $first + 50 THEN now() END
        FROM generate_series($first, $last) i
        JOIN core_api.peoples p ON p.external_person_id = 'E-' || i, generate_series(0, 1) k;
    INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_connector_pk,
            direction, trigger_type, mode, status, started_at, heartbeat_at, completed_at)
        SELECT gen_random_uuid(), w.pk, 'input', 'api', 'full', 'success', t.at, t.at, t.at
        FROM core_api.workspace_connectors w, generate_series($first, $last, 10) i,
            LATERAL (SELECT timestamptz '2026-01-01' + i * interval '1 minute') t (at);
    INSERT INTO core_api.sync_deliveries (workspace_connector_sync_log_pk, delivery_id, last_line, completed_at)
        SELECT pk, gen_random_uuid(), 1, completed_at FROM core_api.workspace_connector_sync_logs
        WHERE status = 'success';
    INSERT INTO core_api.jobs (job_id, workspace_pk, kind, records, dry_run, status, total, created_at,
            heartbeat_at, completed_at)
        SELECT gen_random_uuid(), w.pk, 'deduplicate', '{}', false, 'success', 0, t.at, t.at, t.at
        FROM core_api.workspaces w, generate_series($first, $last, 10) i,
            LATERAL (SELECT timestamptz '2026-01-01' + i * interval '1 minute') t (at)";

/// Adds two hundred connectors with twenty runs each to both workspaces: of two kinds, in both directions and all states. Those
/// that begin together are of ten connectors.
const MANY: &str = "
    INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status)
        SELECT gen_random_uuid(), w.pk, 1, 'enabled' FROM core_api.workspaces w, generate_series(1, 200);
    INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_connector_pk, record,
            direction, trigger_type, mode, status, started_at, heartbeat_at, completed_at)
        SELECT gen_random_uuid(), w.pk, CASE i % 10 WHEN 0 THEN 'company' ELSE 'people' END,
            (CASE i % 8 WHEN 0 THEN 'output' ELSE 'input' END)::core_api.direction_enum, 'api', 'full',
            s.status::core_api.sync_status_enum, t.at, t.at, CASE WHEN s.status IN ('success', 'error') THEN t.at END
        FROM core_api.workspace_connectors w, generate_series(1, 20) i,
            LATERAL (SELECT CASE WHEN i = 20 AND w.pk % 9 = 0 THEN 'in_progress' WHEN i % 7 = 0 THEN 'error' ELSE 'success' END)
                s (status),
            LATERAL (SELECT timestamptz '2026-01-01' + (i * 1000 + w.pk / 10) * interval '1 minute') t (at)
        WHERE w.pk > 6";

/// The rows and index entries, and the blocks, that were read from the tables that grow.
const READ: &str = "
    SELECT (sum(t.seq_tup_read) + sum(i.entries))::int8,
        sum(b.heap_blks_read + b.heap_blks_hit + b.idx_blks_read + b.idx_blks_hit)::int8
    FROM pg_stat_user_tables t
    JOIN pg_statio_user_tables b USING (relid)
    CROSS JOIN LATERAL (
        SELECT sum(idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid) i (entries)
    WHERE t.schemaname = 'core_api'
        AND t.relname NOT IN ('workspaces', 'connectors', 'workspace_connectors')";

#[derive(Debug, Clone, Copy)]
struct Read {
    rows: i64,
    blocks: i64,
}

struct Ledger {
    store: PostgresStore,
    owner: Client,
    tenant: Tenant,
    connector: WorkspaceConnectorId,
    /// The connector with hardly any active links.
    quiet: WorkspaceConnectorId,
    _database: scratch::Database,
}

fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T00:00:00Z".parse().expect("a time");
    start.plus_micros(seconds * 1_000_000)
}

fn fresh<T: From<Uuid>>() -> T {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u64_pair(next, next).into()
}

impl Ledger {
    async fn begin() -> Self {
        let database = scratch::database("reads").await;
        let store = PostgresStore::connect(&database)
            .await
            .expect("a new database");
        let owner = scratch::connect(&database).await;
        owner.batch_execute(BEGINNING).await.expect("a beginning");
        let sql = "SELECT w.workspace_id, w.pk, c.workspace_connector_id FROM core_api.workspaces w \
                   JOIN core_api.workspace_connectors c ON c.workspace_pk = w.pk ORDER BY c.pk LIMIT 3";
        let rows = owner.query(sql, &[]).await.expect("a workspace");
        let [row, _, quiet] = &*rows else {
            panic!("three connectors: {rows:?}");
        };
        Self {
            store,
            tenant: Tenant::of(WorkspaceId::new(row.get(0)), row.get(1)),
            connector: WorkspaceConnectorId::new(row.get(2)),
            quiet: WorkspaceConnectorId::new(quiet.get(2)),
            owner,
            _database: database,
        }
    }

    async fn grow(&self, first: u32, last: u32, is_known: bool) {
        let growth = GROWTH
            .replace("$first", &first.to_string())
            .replace("$last", &last.to_string());
        self.owner.batch_execute(&growth).await.expect("growth");
        if is_known {
            self.owner
                .batch_execute("ANALYZE")
                .await
                .expect("statistics");
        }
    }

    async fn count(&self) -> Read {
        // A connection reports its counts when it is next idle. One caller uses one of each pool and one of the lanes.
        let flush = "SELECT pg_stat_force_next_flush()";
        for pool in [&self.store.writes, &self.store.long_reads] {
            let lease = pool.get().await.expect("a connection");
            let told = lease.batch_execute(flush).await;
            told.expect("counts can be told");
        }
        let place = self
            .store
            .lanes
            .get(Load::Lookup)
            .await
            .expect("a connection");
        let told = place.client.batch_execute(flush).await;
        told.expect("counts can be told");
        let told = self.owner.batch_execute(flush).await;
        told.expect("counts can be told");
        let row = self.owner.query_one(READ, &[]).await.expect("counts");
        Read {
            rows: row.get(0),
            blocks: row.get(1),
        }
    }

    async fn reads<T>(
        &self,
        what: &'static str,
        work: impl Future<Output = T>,
    ) -> (&'static str, Read) {
        let before = self.count().await;
        work.await;
        let after = self.count().await;
        let read = Read {
            rows: after.rows - before.rows,
            blocks: after.blocks - before.blocks,
        };
        (what, read)
    }

    async fn open(&self, seconds: i64) -> SyncRun {
        let run = NewRun {
            id: fresh(),
            workspace_connector: self.connector,
            record: Kind::People,
            direction: Direction::Input,
            trigger: Trigger::Api,
            mode: Mode::Full,
        };
        let opened = self.store.run_open(self.tenant, at(seconds), run).await;
        opened.expect("a run can be opened")
    }

    /// The ids of the twenty people from `E-first` on that exist.
    async fn people(&self, first: u32) -> Vec<RecordId> {
        let sql = "SELECT people_id FROM core_api.peoples \
                   WHERE workspace_pk = $1 AND external_person_id = ANY ($2)";
        let ids: Vec<_> = (first..first + 20).map(|i| format!("E-{i}")).collect();
        let rows = self.owner.query(sql, &[self.tenant.pk(), &ids]).await;
        let rows = rows.expect("people can be listed");
        rows.iter().map(|row| RecordId::new(row.get(0))).collect()
    }

    /// A hundred lines: of known people, by public or external id, and of new ones.
    async fn deliver(&self, seconds: i64, run: &SyncRun, first: u32, people: &[RecordId]) {
        self.deliver_so(seconds, run, first, people, OnKnown::Keep)
            .await;
    }

    async fn deliver_so(
        &self,
        seconds: i64,
        run: &SyncRun,
        first: u32,
        people: &[RecordId],
        on_known: OnKnown,
    ) {
        let called = format!("Called at {seconds}");
        let called = Values::from_texts(Kind::People, ["", "", &*called]).expect("a name");
        let external = |id| Named::by_external_id(ExternalId::from_stored(id), called.clone());
        let by_id = people.iter().map(|id| Named::by_id(Kind::People, *id));
        let by_external = (first + 20..first + 70).map(|i| external(format!("E-{i}")));
        let new = (0..30).map(|i| external(format!("new-{first}-{i}")));
        let people = by_id.chain(by_external).chain(new);
        let batch = DeliveryBatch {
            run: run.id,
            record: run.record,
            delivery: fresh(),
            after: 0,
            upto: 100,
            rejected: 0,
            refused: Vec::new(),
            is_last: true,
            on_duplicate: OnDuplicate::Touch,
            on_conflict: OnConflict::Reject,
            on_known,
            on_suppressed: OnSuppressed::Reject,
            all_or_nothing: false,
            records: people
                .map(|named| DeliveredRecord {
                    link: fresh(),
                    id: fresh(),
                    identity: fresh(),
                    line: 1,
                    source: None,
                    named,
                })
                .collect(),
        };
        let delivered = self
            .store
            .deliver(self.tenant, at(seconds), Arc::new(batch))
            .await;
        delivered.expect("a batch can be delivered");
    }

    /// Two steps of a job, of fifty links each.
    async fn job(&self, seconds: i64, kind: JobKind, people: &[RecordId]) {
        self.job_of(self.connector, seconds, kind, people).await;
    }

    async fn job_of(
        &self,
        connector: WorkspaceConnectorId,
        seconds: i64,
        kind: JobKind,
        people: &[RecordId],
    ) {
        let new = NewJob {
            id: fresh(),
            kind,
            selection: Selection {
                workspace_connector: Some(connector),
                record: Some(Kind::People),
                records: people.to_vec(),
                ..Selection::default()
            },
            dry_run: false,
            total: 0,
            worker: None,
        };
        let id = new.id;
        let opened = self.store.job_open(self.tenant, at(seconds), new).await;
        opened.expect("a job can be opened");
        let stream = Stream {
            workspace_connector: connector,
            record: Kind::People,
            direction: Direction::Input,
        };
        let mut after = None;
        for _ in 0..2 {
            let from = JobCursor { stream, after };
            let stepped = self.store.job_step(self.tenant, at(seconds), id, from, 50);
            let stepped = stepped.await.expect("a step can be taken");
            after = stepped.job.cursor.and_then(|cursor| cursor.after);
        }
        let closed = self
            .store
            .job_close(self.tenant, at(seconds), id, None)
            .await;
        closed.expect("a job can be closed");
    }

    /// As it is while the service runs, and the database clears away what is gone.
    async fn settle(&self) {
        let (store, tenant) = (&self.store, self.tenant);
        while store.fold(tenant, 500).await.expect("a fold") {}
        self.owner
            .batch_execute("VACUUM core_api.unfolded, core_api.flow_sums")
            .await
            .expect("a vacuum");
    }

    /// Everything that must not read more of a larger ledger, for the people from `E-first` on.
    async fn everything(&self, first: u32) -> Vec<(&str, Read)> {
        let (store, tenant) = (&self.store, self.tenant);
        self.settle().await;
        let start = i64::from(first);
        let now = at(start);
        let people = self.people(first).await;
        let others = self.people(first + 500).await;
        let run = self.open(start).await;
        let page = Slice {
            interval: Interval::default(),
            order: Order::NewestFirst,
            limit: 20,
        };
        let of_connector = RunFilter {
            workspace_connector: Some(self.connector),
            ..RunFilter::default()
        };
        let open = RunFilter {
            status: Some(RunStatus::InProgress),
            ..RunFilter::default()
        };
        let day: Timestamp = "2026-01-03T00:00:00Z".parse().expect("a time");
        let morning =
            Interval::since(day).and(Interval::until(day.plus_micros(Bucket::Hour.micros())));
        let (connector, hour) = (self.connector, Bucket::Hour);
        let (silent, left) = (Idle::Silent(HOUR), Idle::Left("somebody"));
        vec![
            self.reads("deliver", self.deliver(start + 1, &run, first, &people))
                .await,
            self.reads(
                "deliver again",
                self.deliver(start + 2, &run, first, &people),
            )
            .await,
            self.reads(
                "deliver news",
                self.deliver_so(start + 3, &run, first, &people, OnKnown::Update),
            )
            .await,
            self.reads(
                "deliver the same",
                self.deliver_so(start + 3, &run, first, &people, OnKnown::Update),
            )
            .await,
            self.reads(
                "run_list",
                store.run_list(tenant, RunFilter::default(), page),
            )
            .await,
            self.reads(
                "run_list of connector",
                store.run_list(tenant, of_connector, page),
            )
            .await,
            self.reads("run_last", store.run_last(tenant, &[self.connector]))
                .await,
            self.reads("run_list of open", store.run_list(tenant, open, page))
                .await,
            self.reads("run_expire", store.run_expire(tenant, now, HOUR))
                .await,
            self.reads(
                "deduplicate",
                self.job(start + 3, JobKind::Deduplicate, &[]),
            )
            .await,
            self.reads("invalidate", self.job(start + 3, JobKind::Invalidate, &[]))
                .await,
            self.reads(
                "invalidate people",
                self.job(start + 3, JobKind::Invalidate, &others),
            )
            .await,
            self.reads("sweep", self.job(start + 3, JobKind::Sweep(run.id), &[]))
                .await,
            self.reads(
                "disconnect",
                self.job_of(self.quiet, start + 3, JobKind::Disconnect, &[]),
            )
            .await,
            self.reads("job_list", store.job_list(tenant, page)).await,
            self.reads("job_abandoned", store.job_abandoned(tenant, silent))
                .await,
            self.reads("neglected", store.neglected(silent)).await,
            self.reads("job_abandoned of one", store.job_abandoned(tenant, left))
                .await,
            self.reads("neglected of one", store.neglected(left)).await,
            self.reads(
                "link_activity",
                store.link_activity(tenant, Kind::People, connector, hour, morning),
            )
            .await,
            self.reads(
                "flow_count",
                store.flow_count(tenant, Kind::People, Deleted::Exclude, 2_000),
            )
            .await,
            self.reads("fold", store.fold(tenant, 500)).await,
        ]
    }
}

async fn check(is_known: bool) {
    let ledger = Ledger::begin().await;
    ledger.everything(0).await;
    ledger.grow(1_000, 1_999, is_known).await;
    let small = ledger.everything(1_000).await;
    ledger.grow(2_000, 20_999, is_known).await;
    let large = ledger.everything(2_000).await;
    for ((what, small), (_, large)) in small.into_iter().zip(large) {
        // An index with twenty times as many entries is a level or two deeper.
        assert!(
            large.rows <= 2 * small.rows + 50 && large.blocks <= 2 * small.blocks + 50,
            "{what} reads {small:?} of a small ledger and {large:?} of a large one"
        );
    }
    // Of each sort it counts up to a thousand, and the ledger has tens of thousands of notes and links.
    let (_, workload) = ledger.reads("workload", ledger.store.workload()).await;
    assert!(workload.rows < 5_000, "{workload:?}");
}

#[tokio::test]
async fn a_new_ledger_is_read_like_an_old_one() {
    check(false).await;
}

#[tokio::test]
async fn a_large_ledger_is_read_like_a_small_one() {
    check(true).await;
}

/// A page of a workspace's runs reads as many runs of each kind, direction and state that it can have, and no others.
async fn check_many(is_known: bool) {
    let ledger = Ledger::begin().await;
    let (store, tenant) = (&ledger.store, ledger.tenant);
    // The plans are made before there are runs.
    let first = |filter| {
        let slice = Slice {
            interval: Interval::default(),
            order: Order::NewestFirst,
            limit: 20,
        };
        store.run_list(tenant, filter, slice)
    };
    let mut filters = Vec::new();
    for record in [None, Some(Kind::People), Some(Kind::Invoice)] {
        for direction in [None, Some(Direction::Output)] {
            for status in [None, Some(RunStatus::Error), Some(RunStatus::InProgress)] {
                let filter = RunFilter {
                    workspace_connector: None,
                    record,
                    direction,
                    status,
                };
                first(filter).await.expect("no runs");
                filters.push(filter);
            }
        }
    }
    ledger.owner.batch_execute(MANY).await.expect("many runs");
    if is_known {
        let analyzed = ledger.owner.batch_execute("ANALYZE").await;
        analyzed.expect("statistics");
    }
    let middle: Timestamp = "2026-01-08T00:00:00Z".parse().expect("a time");
    for filter in filters {
        let kinds = if filter.record.is_some() { 1 } else { 2 };
        let directions = if filter.direction.is_some() { 1 } else { 2 };
        let states = if filter.status.is_some() { 1 } else { 3 };
        // Those of a function are found and then read.
        let most = if filter == RunFilter::default() {
            20
        } else {
            20 * kinds * directions * states + 20
        };
        for (interval, order) in [
            (Interval::default(), Order::NewestFirst),
            (Interval::default(), Order::OldestFirst),
            (Interval::until(middle), Order::NewestFirst),
            (Interval::since(middle), Order::OldestFirst),
        ] {
            let slice = Slice {
                interval,
                order,
                limit: 20,
            };
            let listed = store.run_list(tenant, filter, slice);
            let (_, read) = ledger.reads("run_list", listed).await;
            assert!(
                read.rows <= most,
                "{read:?}, and not {most}: {filter:?} {slice:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_of_the_runs_of_many_connectors_reads_the_page() {
    check_many(true).await;
}

#[tokio::test]
async fn a_page_of_the_runs_of_many_new_connectors_reads_the_page() {
    check_many(false).await;
}
