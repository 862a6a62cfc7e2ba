use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, Row, named_params};
use wellhead_core::store::{Behind, MOST_COUNTED, StoreError, Unfinished, Workload, WorkloadStore};
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::row::{count, time, time_or_null};
use crate::silence::{self, EVER};
use crate::statement::prepare;

/// The unfinished jobs, the longest silent first.
const JOBS: &str =
    "SELECT j.created_at, j.heard_ticks, j.kind FROM jobs j INDEXED BY idx_jobs_heard
    CROSS JOIN workspaces w ON w.pk = j.workspace_pk
    WHERE j.completed_at IS NULL AND j.heard_ticks >= :from AND j.heard_ticks < :to
        AND w.deleted_at IS NULL AND w.suspended_at IS NULL
    ORDER BY j.heard_ticks LIMIT :most";

/// The same of open runs.
const RUNS: &str = "SELECT l.started_at, l.heard_ticks FROM workspace_connector_sync_logs l
        INDEXED BY idx_workspace_connector_sync_logs_heard
    CROSS JOIN workspace_connectors c ON c.pk = l.workspace_connector_pk
    CROSS JOIN workspaces w ON w.pk = c.workspace_pk
    WHERE l.completed_at IS NULL AND l.sealed_at IS NULL AND l.heard_ticks >= :from
        AND l.heard_ticks < :to AND w.deleted_at IS NULL AND w.suspended_at IS NULL
    ORDER BY l.heard_ticks LIMIT :most";

/// The endpoints that are behind: whether they fail, how many changes they miss, and when the first of those was made.
const ENDPOINTS: &str = "SELECT e.failures > 0, h.head - e.position, (
        SELECT j.at FROM journal j
        WHERE j.workspace_pk = e.workspace_pk AND j.position <= e.position + 1
        ORDER BY j.position DESC LIMIT 1
    )
    FROM webhook_endpoints e INDEXED BY idx_webhook_endpoints_workspace_created
    CROSS JOIN journal_heads h ON h.workspace_pk = e.workspace_pk
    CROSS JOIN workspaces w ON w.pk = e.workspace_pk
    WHERE e.workspace_pk >= :from AND e.status = 'enabled' AND e.position < h.head AND w.deleted_at IS NULL AND w.suspended_at IS NULL
    LIMIT :most";

const NOTES: &str =
    "SELECT count(*) FROM (SELECT 1 FROM unfolded WHERE workspace_pk >= :from LIMIT :most)";

#[async_trait]
impl WorkloadStore for SqliteStore {
    async fn workload(&self) -> Result<Workload, StoreError> {
        self.pool.read_of_all(workload).await
    }
}

fn workload(connection: &Connection) -> rusqlite::Result<Workload> {
    let mut workload = Workload::default();
    let (from, to) = EVER;
    let first = named_params! { ":most": MOST_COUNTED, ":from": from };
    let ever = named_params! { ":most": MOST_COUNTED, ":from": from, ":to": to };

    let mut jobs = BTreeMap::<String, Unfinished>::new();
    for job in prepare(connection, JOBS)?.query_map(ever, |row| Ok((row.get(2)?, opened(row)?)))? {
        let (kind, job) = job?;
        add(jobs.entry(kind).or_default(), job);
    }
    workload.jobs = jobs.into_iter().collect();
    for run in prepare(connection, RUNS)?.query_map(ever, opened)? {
        add(&mut workload.runs, run?);
    }
    for endpoint in prepare(connection, ENDPOINTS)?.query_map(first, behind)? {
        let (is_failing, endpoint) = endpoint?;
        let all = if is_failing {
            &mut workload.failing
        } else {
            &mut workload.behind
        };
        all.endpoints += 1;
        all.changes = all.changes.max(endpoint.changes);
        all.oldest = earlier(all.oldest, endpoint.oldest);
    }
    workload.unfolded = prepare(connection, NOTES)?.query_row(first, |row| count(row, 0))?;
    Ok(workload)
}

/// When something was opened, and for how long it has been silent.
fn opened(row: &Row<'_>) -> rusqlite::Result<(Timestamp, Duration)> {
    let silent = silence::ticks().saturating_sub(row.get(1)?);
    // Ticks from before the machine was last started may be ahead.
    let silence = Duration::from_micros(u64::try_from(silent).unwrap_or(0));
    Ok((time(row, 0)?, silence))
}

fn add(all: &mut Unfinished, (opened, silence): (Timestamp, Duration)) {
    all.many += 1;
    all.oldest = earlier(all.oldest, Some(opened));
    all.silence = all.silence.max(silence);
}

fn behind(row: &Row<'_>) -> rusqlite::Result<(bool, Behind)> {
    let endpoint = Behind {
        endpoints: 1,
        oldest: time_or_null(row, 2)?,
        changes: count(row, 1)?,
    };
    Ok((row.get(0)?, endpoint))
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
