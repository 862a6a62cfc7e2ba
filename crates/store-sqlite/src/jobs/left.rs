//! What processes that died have left.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};
use wellhead_core::page::Positioned;
use wellhead_core::resource::Job;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use super::get::{SELECT, job};
use crate::row;
use crate::statement::prepare;

/// The tenant's unfinished jobs that were last heard of before `silent_since`, the oldest first.
pub(super) fn abandoned(
    connection: &Connection,
    tenant: Tenant,
    silent_since: Timestamp,
) -> rusqlite::Result<Vec<Job>> {
    // Of all tenants together there are few.
    let sql = format!(
        "{SELECT} INDEXED BY idx_jobs_heartbeat
        WHERE completed_at IS NULL AND heartbeat_at < :silent_since AND workspace_pk = :workspace"
    );
    let values = named_params! {
        ":silent_since": silent_since.as_micros(),
        ":workspace": tenant.pk,
    };
    let mut jobs: Vec<Job> = prepare(connection, &sql)?
        .query_map(values, job)?
        .collect::<Result<_, _>>()?;
    jobs.sort_by_key(Positioned::position);
    Ok(jobs)
}

/// The workspaces that have an open run or an unfinished job of which was last heard before `silent_since`. A
/// run that is being swept is its job's.
pub(super) fn neglected(
    connection: &Connection,
    silent_since: Timestamp,
) -> rusqlite::Result<Vec<Tenant>> {
    let snapshot = connection.unchecked_transaction()?;
    let runs = "SELECT w.pk, w.workspace_id FROM workspace_connector_sync_logs l
            INDEXED BY idx_workspace_connector_sync_logs_heartbeat
        CROSS JOIN workspace_connectors c ON c.pk = l.workspace_connector_pk
        CROSS JOIN workspaces w ON w.pk = c.workspace_pk
        WHERE w.deleted_at IS NULL AND l.completed_at IS NULL AND l.sealed_at IS NULL AND l.heartbeat_at < :silent_since";
    let jobs = "SELECT w.pk, w.workspace_id FROM jobs j INDEXED BY idx_jobs_heartbeat
        CROSS JOIN workspaces w ON w.pk = j.workspace_pk
        WHERE w.deleted_at IS NULL AND j.completed_at IS NULL AND j.heartbeat_at < :silent_since";
    let mut tenants = BTreeMap::new();
    for sql in [runs, jobs] {
        let mut statement = prepare(&snapshot, sql)?;
        let values = named_params! { ":silent_since": silent_since.as_micros() };
        for found in statement.query_map(values, |row| Ok((row.get(0)?, row::id(row, 1)?)))? {
            let (pk, workspace) = found?;
            tenants.insert(pk, Tenant { workspace, pk });
        }
    }
    Ok(tenants.into_values().collect())
}
