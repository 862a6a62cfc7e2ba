//! Runs, deliveries and jobs.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, StatementStatus, ToSql};
use uuid::Uuid;
use wellhead_core::id::SyncRunId;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::{Kind, Named};
use wellhead_core::resource::{
    Bucket, Direction, JobCursor, JobKind, Mode, RunFilter, RunStatus, Selection, Stream, SyncRun,
    Trigger,
};
use wellhead_core::store::{
    DeliveredRecord, DeliveryBatch, DeliveryStore, Idle, JobStore, LinkStore, NewJob, NewRun,
    RunStore, WorkloadStore,
};
use wellhead_core::sync::{NewRejection, Refused};

use crate::Ledger;
use crate::ledger::{batch, fresh, person, second};

/// Fragments of statements, and the index range that every statement with the fragment must use.
pub(crate) const THROUGH: &[(&str, &str)] = &[
    (
        "INDEXED BY idx_workspace_connector_sync_logs_wc_started",
        "(workspace_connector_pk=? AND (started_at,workspace_connector_sync_log_id)>(?,?) \
         AND (started_at,workspace_connector_sync_log_id)<(?,?))",
    ),
    (
        "INDEXED BY idx_workspace_connector_sync_logs_wc_record CROSS",
        "(workspace_connector_pk=? AND record=? AND (started_at,workspace_connector_sync_log_id)>(?,?) \
         AND (started_at,workspace_connector_sync_log_id)<(?,?))",
    ),
    (
        "r.record = k.column1",
        "idx_workspace_connector_sync_logs_wc_record (workspace_connector_pk=? AND record=?)",
    ),
    (
        "INDEXED BY idx_workspace_connector_sync_logs_workspace_started CROSS",
        "(workspace_pk=? AND (started_at,workspace_connector_sync_log_id)>(?,?) \
         AND (started_at,workspace_connector_sync_log_id)<(?,?))",
    ),
    (
        "INDEXED BY idx_workspace_connector_sync_logs_workspace_alike",
        "(workspace_pk=? AND record=? AND direction=? AND status=? \
         AND (started_at,workspace_connector_sync_log_id)>(?,?) \
         AND (started_at,workspace_connector_sync_log_id)<(?,?))",
    ),
    (
        "INDEXED BY idx_workspace_connector_sync_logs_heard",
        "(heard_ticks>? AND heard_ticks<?)",
    ),
    (
        "(created_at, rejection_id) >",
        "(workspace_connector_sync_log_pk=? AND (created_at,rejection_id)>(?,?) \
         AND (created_at,rejection_id)<(?,?))",
    ),
    (
        "FROM sync_rejections",
        "idx_sync_rejections_run_created (workspace_connector_sync_log_pk=?",
    ),
    (
        "INDEXED BY idx_jobs_heard",
        "(heard_ticks>? AND heard_ticks<?)",
    ),
    (
        "INDEXED BY idx_jobs_workspace_created",
        "(workspace_pk=? AND (created_at,job_id)>(?,?) AND (created_at,job_id)<(?,?))",
    ),
    (
        "WHERE people_pk = :record AND workspace_connector_pk",
        "record_created (people_pk=?)",
    ),
    (
        "twin.created_at",
        "record_created (people_pk=? AND created_at<?)",
    ),
    (
        "FILTER (WHERE",
        "wc_active (workspace_connector_pk=? AND direction=?)",
    ),
    (
        "SELECT created_at, direction FROM",
        "wc_created_at (workspace_connector_pk=? AND created_at>? AND created_at<?)",
    ),
];

/// Does everything that the sync pipeline does.
pub(crate) async fn sync_everything(ledger: &Ledger) {
    let Ledger { store, tenant, .. } = ledger;
    let tenant = *tenant;
    let run = open(ledger).await;
    let known = DeliveredRecord {
        link: fresh(),
        id: fresh(),
        identity: fresh(),
        line: 1,
        source: None,
        named: Named::by_id(Kind::People, ledger.person),
    };
    let given = vec![known, person("person-1"), person("somebody else")];
    let first = DeliveryBatch {
        is_last: false,
        ..batch(run.id, given)
    };
    let rest = DeliveryBatch {
        after: 3,
        ..first.clone()
    };
    store
        .deliver(tenant, second(61), Arc::new(first))
        .await
        .unwrap();
    store
        .delivered(tenant, run.id, rest.delivery)
        .await
        .unwrap();
    let rest = DeliveryBatch {
        upto: 3,
        is_last: true,
        records: Vec::new(),
        ..rest
    };
    store
        .deliver(tenant, second(62), Arc::new(rest))
        .await
        .unwrap();
    store.run_beat(tenant, second(63), run.id).await.unwrap();
    store.run_unseen(tenant, run.id).await.unwrap();
    reject(ledger, run.id).await;
    read(ledger).await;

    let selection = Selection {
        workspace_connector: Some(ledger.workspace_connector),
        created: Interval::since(second(1)).and(Interval::until(second(2))),
        ..Selection::default()
    };
    let people = Selection {
        record: Some(Kind::People),
        records: vec![ledger.person],
        ..Selection::default()
    };
    for (kind, selection) in [
        (JobKind::Sweep(run.id), Selection::default()),
        (JobKind::Deduplicate, Selection::default()),
        (JobKind::Invalidate, people),
        (JobKind::Invalidate, selection.clone()),
        (JobKind::Delete, selection),
    ] {
        carry_out(ledger, kind, selection).await;
    }
}

/// Keeps a rejected line that does not forbid the sweep.
async fn reject(ledger: &Ledger, run: SyncRunId) {
    let Ledger { store, tenant, .. } = ledger;
    let by = NewRejection {
        id: fresh(),
        line: 1,
        why: Refused::too_long(),
        taken: false,
    };
    let undone = store.delivery_undone(*tenant, second(63), run, fresh(), by);
    undone.await.unwrap();
    let slice = Slice {
        interval: Interval::since(second(60)),
        order: Order::OldestFirst,
        limit: 20,
    };
    let listed = store.run_rejections(*tenant, run, slice).await.unwrap();
    let kept = store.run_rejections_kept(*tenant, run).await.unwrap();
    assert_eq!((listed.len(), kept.all), (1, 1));
}

async fn open(ledger: &Ledger) -> SyncRun {
    let run = NewRun {
        id: fresh(),
        workspace_connector: ledger.workspace_connector,
        record: Kind::People,
        direction: Direction::Input,
        trigger: Trigger::Api,
        mode: Mode::Full,
    };
    let run = ledger.store.run_open(ledger.tenant, second(60), run).await;
    run.unwrap()
}

async fn read(ledger: &Ledger) {
    let Ledger { store, tenant, .. } = ledger;
    let tenant = *tenant;
    let last = store.run_last(tenant, &[ledger.workspace_connector]).await;
    assert_eq!(last.unwrap().len(), 1);
    for slice in super::slices() {
        for workspace_connector in [None, Some(ledger.workspace_connector)] {
            for direction in [None, Some(Direction::Input)] {
                for status in [None, Some(RunStatus::Error)] {
                    for record in [None, Some(Kind::People)] {
                        let filter = RunFilter {
                            workspace_connector,
                            record,
                            direction,
                            status,
                        };
                        store.run_list(tenant, filter, slice).await.unwrap();
                        let counted = store.run_count(tenant, filter, slice.interval, u64::MAX);
                        counted.await.unwrap();
                    }
                }
            }
        }
        store.job_list(tenant, slice).await.unwrap();
        let (kind, connector) = (Kind::People, ledger.workspace_connector);
        let activity = store.link_activity(tenant, kind, connector, Bucket::Day, slice.interval);
        activity.await.unwrap();
    }
    store
        .run_expire(tenant, second(70), Duration::from_hours(1))
        .await
        .unwrap();
    for idle in [Idle::Silent(Duration::ZERO), Idle::Left("somebody")] {
        store.job_abandoned(tenant, idle).await.unwrap();
        store.neglected(idle).await.unwrap();
    }
    store.workload().await.unwrap();
}

async fn carry_out(ledger: &Ledger, kind: JobKind, selection: Selection) {
    let Ledger { store, tenant, .. } = ledger;
    let tenant = *tenant;
    let job = NewJob {
        id: fresh(),
        kind,
        selection,
        dry_run: false,
        total: 0,
        worker: None,
    };
    let job = store.job_open(tenant, second(70), job).await.unwrap();
    let stream = Stream {
        workspace_connector: ledger.workspace_connector,
        record: Kind::People,
        direction: Direction::Input,
    };
    let from = JobCursor {
        stream,
        after: None,
    };
    let step = store.job_step(tenant, second(71), job.id, from, 20);
    let stepped = step.await.unwrap();
    assert!(stepped.job.scanned > 0, "{:?}", stepped.job);
    let close = store.job_close(tenant, second(72), job.id, None);
    close.await.unwrap();
    store.job_get(tenant, job.id).await.unwrap();
}

/// Gives the workspace two hundred connectors with twenty runs each, which all begin within twenty seconds, and checks that its
/// lists of runs, which are among `seen`, then read about a page.
pub(crate) fn read_pages_of_many_connectors(path: &Path, seen: &BTreeSet<String>) {
    const LIMIT: i64 = 20;
    const STEPS: i32 = 2_000;
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "BEGIN;
            WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200)
            INSERT INTO workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status, created_at)
            SELECT randomblob(16), (SELECT max(workspace_pk) FROM workspace_connectors), 1, 'enabled', 0 FROM n;
            WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20)
            INSERT INTO workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_connector_pk,
                direction, trigger_type, mode, status, started_at, heartbeat_at, completed_at, created_at)
            SELECT randomblob(16), w.pk, 'input', 'api', 'full', 'success', n.i * 1000000, 0, 0, 0
            FROM n CROSS JOIN workspace_connectors w WHERE w.created_at = 0",
        )
        .unwrap();
    let sql = "SELECT max(workspace_pk) FROM workspace_connectors";
    let workspace: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    for index in ["workspace_started", "workspace_alike"] {
        let index = format!("INDEXED BY idx_workspace_connector_sync_logs_{index} CROSS");
        let lists: Vec<_> = seen.iter().filter(|sql| sql.contains(&index)).collect();
        assert_eq!(lists.len(), 2, "both ways: {lists:#?}");
        for sql in lists {
            let mut statement = connection.prepare(sql).unwrap();
            let values: [(&str, &dyn ToSql); 9] = [
                (":owner", &workspace),
                (":record", &"people"),
                (":direction", &"input"),
                (":status", &"success"),
                (":above_at", &0),
                (":above_id", &Uuid::nil()),
                (":below_at", &15_000_000),
                (":below_id", &Uuid::max()),
                (":limit", &LIMIT),
            ];
            for (name, value) in values {
                if let Some(place) = statement.parameter_index(name).unwrap() {
                    statement.raw_bind_parameter(place, value).unwrap();
                }
            }
            let mut found = 0;
            let mut rows = statement.raw_query();
            while rows.next().unwrap().is_some() {
                found += 1;
            }
            drop(rows);
            assert_eq!(found, LIMIT, "{sql}");
            // Of the machine that executes the statement: some dozens for each row that is read.
            let steps = statement.get_status(StatementStatus::VmStep);
            assert!(steps < STEPS, "{steps} steps: {sql}");
        }
    }
    connection.execute_batch("ROLLBACK").unwrap();
}
