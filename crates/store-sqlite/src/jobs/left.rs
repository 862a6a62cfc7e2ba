//! The jobs and runs that dead processes have left behind.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::{Connection, Params, named_params};
use wellhead_core::store::Abandoned;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{SELECT, job};
use crate::error::of_sqlite;
use crate::row;
use crate::silence::{self, EVER};
use crate::statement::prepare;

/// The workspaces of open runs that were last heard of from `:from` to before `:to`. A run that is being swept is left
/// to its job.
const OF_RUNS: &str = "SELECT w.workspace_id, w.pk FROM workspace_connector_sync_logs l
        INDEXED BY idx_workspace_connector_sync_logs_heard
    CROSS JOIN workspace_connectors c ON c.pk = l.workspace_connector_pk
    CROSS JOIN workspaces w ON w.pk = c.workspace_pk
    WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND l.completed_at IS NULL AND l.sealed_at IS NULL
        AND l.heard_ticks >= :from AND l.heard_ticks < :to";

/// The workspaces of unfinished jobs that were last heard of from `:from` to before `:to`.
const OF_JOBS: &str = "SELECT w.workspace_id, w.pk FROM jobs j INDEXED BY idx_jobs_heard
    CROSS JOIN workspaces w ON w.pk = j.workspace_pk
    WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND j.completed_at IS NULL
        AND j.heard_ticks >= :from AND j.heard_ticks < :to";

/// The tenant's unfinished jobs that have been silent for `silence` or longer, the oldest first.
pub(super) fn silent(
    connection: &Connection,
    tenant: Tenant,
    silence: Duration,
) -> rusqlite::Result<Abandoned> {
    let mut found = Abandoned::default();
    for (from, to) in silence::ranges(silence) {
        let values = named_params! { ":from": from, ":to": to, ":workspace": tenant.pk() };
        unfinished(connection, "", values, &mut found)?;
    }
    Ok(found.in_order())
}

/// The tenant's unfinished jobs that a process of this name opened, the oldest first.
pub(super) fn of_worker(
    connection: &Connection,
    tenant: Tenant,
    worker: &str,
) -> rusqlite::Result<Abandoned> {
    let (from, to) = EVER;
    let values = named_params! {
        ":from": from, ":to": to, ":workspace": tenant.pk(), ":worker": worker
    };
    let mut found = Abandoned::default();
    unfinished(connection, "AND worker = :worker", values, &mut found)?;
    Ok(found.in_order())
}

/// Adds the unfinished jobs that were last heard of from `:from` to before `:to`. The index holds those of all tenants,
/// and they are few.
fn unfinished(
    connection: &Connection,
    and: &str,
    values: impl Params,
    found: &mut Abandoned,
) -> rusqlite::Result<()> {
    let sql = format!(
        "{SELECT} INDEXED BY idx_jobs_heard
        WHERE completed_at IS NULL AND heard_ticks >= :from AND heard_ticks < :to
            AND workspace_pk = :workspace {and}"
    );
    let mut statement = prepare(connection, &sql)?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        found.add(row::id(row, 0)?, job(row).map_err(of_sqlite));
    }
    Ok(())
}

/// The workspaces with an open run or an unfinished job that has been silent for `silence` or longer.
pub(crate) fn neglected(
    connection: &Connection,
    silence: Duration,
) -> rusqlite::Result<Vec<Tenant>> {
    let snapshot = connection.unchecked_transaction()?;
    let mut tenants = BTreeMap::new();
    for (from, to) in silence::ranges(silence) {
        let values = named_params! { ":from": from, ":to": to };
        for sql in [OF_RUNS, OF_JOBS] {
            for tenant in prepare(&snapshot, sql)?.query_map(values, row::tenant)? {
                let tenant = tenant?;
                tenants.insert(*tenant.pk(), tenant);
            }
        }
    }
    Ok(tenants.into_values().collect())
}

/// The workspaces with an unfinished job that a process of this name opened.
pub(super) fn employers(connection: &Connection, worker: &str) -> rusqlite::Result<Vec<Tenant>> {
    let sql = format!("{OF_JOBS} AND j.worker = :worker");
    let (from, to) = EVER;
    let values = named_params! { ":from": from, ":to": to, ":worker": worker };
    let mut statement = prepare(connection, &sql)?;
    let found: rusqlite::Result<Vec<Tenant>> = statement.query_map(values, row::tenant)?.collect();
    let mut tenants = found?;
    tenants.sort_unstable_by_key(|tenant| *tenant.pk());
    tenants.dedup();
    Ok(tenants)
}
