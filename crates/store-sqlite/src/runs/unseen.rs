use rusqlite::{Connection, named_params};
use wellhead_core::id::SyncRunId;
use wellhead_core::store::Unseen;
use wellhead_core::tenant::Tenant;

use super::get::find;
use crate::epoch::{IS_OLDER, IS_UNTOUCHED};
use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// What a sweep of the tenant's run `id` would meet.
pub(super) fn unseen(
    connection: &Connection,
    tenant: Tenant,
    id: SyncRunId,
) -> rusqlite::Result<Option<Unseen>> {
    let snapshot = connection.unchecked_transaction()?;
    let Some(stored) = find(&snapshot, tenant, id)? else {
        return Ok(None);
    };
    let interrupted = interrupted(&snapshot, stored.pk)?;
    let links = LinkTable::of(stored.run.record).links;
    let sql = format!(
        "SELECT count(*), count(*) FILTER (WHERE {IS_OLDER}), count(*) FILTER (WHERE {IS_UNTOUCHED})
        FROM {links} INDEXED BY idx_{links}_wc_active
        WHERE workspace_connector_pk = :workspace_connector AND direction = :direction
            AND deleted_at IS NULL"
    );
    let values = named_params! {
        ":epoch": stored.epoch,
        ":workspace_connector": stored.workspace_connector,
        ":direction": stored.run.direction.as_str(),
    };
    let met = prepare(&snapshot, &sql)?.query_row(values, |row| {
        Ok(Unseen {
            active: row::count(row, 0)?,
            older: row::count(row, 1)?,
            unseen: row::count(row, 2)?,
            interrupted,
        })
    })?;
    Ok(Some(met))
}

/// The number of incomplete deliveries of a run.
pub(super) fn interrupted(connection: &Connection, run: i64) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM sync_deliveries
        WHERE workspace_connector_sync_log_pk = :run AND completed_at IS NULL";
    prepare(connection, sql)?.query_row(named_params! { ":run": run }, |row| row::count(row, 0))
}
