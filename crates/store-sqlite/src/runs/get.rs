use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::{SyncRun, Tally};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::among::WANTED;
use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

/// A run as it is stored.
pub(crate) struct StoredRun {
    pub(crate) pk: i64,
    pub(crate) run: SyncRun,
    /// The `pk` of its connector.
    pub(crate) workspace_connector: i64,
    /// The epoch that it opened.
    pub(crate) epoch: i64,
    /// Whether it is being swept.
    is_sealed: bool,
    /// When the newest of the links was made that it made.
    pub(crate) last_link_at: Option<Timestamp>,
}

/// Selects runs with their connectors; [`run`] reads a row.
pub(super) const SELECT: &str = "SELECT l.workspace_connector_sync_log_id, w.workspace_connector_id, \
     l.direction, l.trigger_type, l.mode, l.status, l.started_at, l.heartbeat_at, l.completed_at, l.error, \
     l.records_created, l.records_matched, l.links_created, l.links_touched, l.rejected, l.links_swept, \
     l.record, l.conflicts, l.records_updated, l.values_kept, l.suppressed, l.pk, w.pk, l.epoch, l.sealed_at IS NOT NULL, l.last_link_at \
     FROM workspace_connector_sync_logs l";

/// The join of [`SELECT`]; it follows the clause that names the index.
pub(super) const JOIN: &str =
    "CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk";

pub(super) fn run(row: &Row<'_>) -> rusqlite::Result<SyncRun> {
    Ok(SyncRun {
        id: row::id(row, 0)?,
        workspace_connector: row::id(row, 1)?,
        record: row::label(row, 16)?,
        direction: row::label(row, 2)?,
        trigger: row::label(row, 3)?,
        mode: row::label(row, 4)?,
        status: row::label(row, 5)?,
        started_at: row::time(row, 6)?,
        heartbeat_at: row::time(row, 7)?,
        completed_at: row::time_or_null(row, 8)?,
        error: row.get(9)?,
        tally: Tally {
            records_created: row::count(row, 10)?,
            records_matched: row::count(row, 11)?,
            links_created: row::count(row, 12)?,
            links_touched: row::count(row, 13)?,
            rejected: row::count(row, 14)?,
            links_swept: row::count(row, 15)?,
            conflicts: row::count(row, 17)?,
            records_updated: row::count(row, 18)?,
            values_kept: row::count(row, 19)?,
            suppressed: row::count(row, 20)?,
        },
    })
}

/// Reads a row of [`SELECT`].
pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<StoredRun> {
    Ok(StoredRun {
        pk: row.get(21)?,
        run: run(row)?,
        workspace_connector: row.get(22)?,
        epoch: row.get(23)?,
        is_sealed: row.get(24)?,
        last_link_at: row::time_or_null(row, 25)?,
    })
}

/// The tenant's run `id`.
pub(crate) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: SyncRunId,
) -> rusqlite::Result<Option<StoredRun>> {
    let sql = format!(
        "{SELECT} {JOIN}
        WHERE l.workspace_connector_sync_log_id = :id AND w.workspace_pk = :workspace"
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":id": id.uuid(), ":workspace": tenant.pk() },
            stored,
        )
        .optional()
}

/// The tenant's runs that are among `ids`.
pub(super) fn among(
    connection: &Connection,
    tenant: Tenant,
    ids: &str,
) -> rusqlite::Result<Vec<SyncRun>> {
    let sql = format!(
        "{SELECT} {JOIN}
        WHERE l.workspace_connector_sync_log_id IN {WANTED} AND w.workspace_pk = :workspace"
    );
    prepare(connection, &sql)?
        .query_map(
            named_params! { ":ids": ids, ":workspace": tenant.pk() },
            run,
        )?
        .collect()
}

/// The tenant's run `id`, which must be neither closed nor being swept.
pub(crate) fn find_open(
    change: &Change<'_>,
    id: SyncRunId,
) -> Result<StoredRun, Undone<Rejection>> {
    let stored =
        find(change.connection, change.tenant, id)?.ok_or(Undone::Refused(Rejection::NotFound))?;
    if stored.run.completed_at.is_some() || stored.is_sealed {
        return Err(Undone::Refused(Rejection::RunIsClosed));
    }
    Ok(stored)
}
