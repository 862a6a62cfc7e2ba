use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::{SyncRun, Tally};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{count, id as read_id, label, time, time_or_null};
use crate::session::Session;
use crate::writer::Writer;

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

/// The columns of [`run`]: of a run `r` and its connector `w`.
pub(super) const COLUMNS: &str = "r.workspace_connector_sync_log_id, w.workspace_connector_id, \
    r.direction::text, r.trigger_type::text, r.mode::text, r.status::text, r.started_at, \
    r.heartbeat_at, r.completed_at, r.error, r.records_created, r.records_matched, r.links_created, \
    r.links_touched, r.rejected, r.links_swept, r.record, r.conflicts, r.records_updated, \
    r.values_kept, r.suppressed";

/// Reads a row of [`COLUMNS`].
pub(super) fn run(row: &Row) -> Result<SyncRun, StoreError> {
    Ok(SyncRun {
        id: read_id(row, 0),
        workspace_connector: read_id(row, 1),
        record: label(row, 16)?,
        direction: label(row, 2)?,
        trigger: label(row, 3)?,
        mode: label(row, 4)?,
        status: label(row, 5)?,
        started_at: time(row, 6),
        heartbeat_at: time(row, 7),
        completed_at: time_or_null(row, 8),
        error: row.get(9),
        tally: Tally {
            records_created: count(row, 10),
            records_matched: count(row, 11),
            links_created: count(row, 12),
            links_touched: count(row, 13),
            rejected: count(row, 14),
            links_swept: count(row, 15),
            conflicts: count(row, 17),
            records_updated: count(row, 18),
            values_kept: count(row, 19),
            suppressed: count(row, 20),
        },
    })
}

/// The statement that finds one run; a lock clause may follow.
fn one() -> String {
    format!(
        "SELECT {COLUMNS}, r.pk, w.pk, r.epoch, r.sealed_at IS NOT NULL, r.last_link_at \
         FROM core_api.workspace_connector_sync_logs r \
         JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk \
         WHERE w.workspace_pk = $1 AND r.workspace_connector_sync_log_id = $2"
    )
}

fn stored(row: &Row) -> Result<StoredRun, StoreError> {
    Ok(StoredRun {
        run: run(row)?,
        pk: row.get(21),
        workspace_connector: row.get(22),
        epoch: row.get(23),
        is_sealed: row.get(24),
        last_link_at: time_or_null(row, 25),
    })
}

pub(crate) async fn find(
    session: &Session,
    tenant: Tenant,
    id: SyncRunId,
) -> Result<Option<StoredRun>, StoreError> {
    let row = session
        .query_opt(&one(), &[tenant.pk(), &id.uuid()])
        .await?;
    row.as_ref().map(stored).transpose()
}

/// The tenant's runs that are among `ids`.
pub(super) async fn among(
    session: &Session,
    tenant: Tenant,
    ids: &[SyncRunId],
) -> Result<Vec<SyncRun>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM core_api.workspace_connector_sync_logs r \
         JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk \
         WHERE w.workspace_pk = $1 AND r.workspace_connector_sync_log_id = ANY ($2)"
    );
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
    rows.iter().map(run).collect()
}

impl Writer<'_> {
    /// Locks a run until the batch is done.
    pub(crate) async fn run_lock(&self, id: SyncRunId) -> Result<StoredRun, Refused> {
        let sql = format!("{} FOR NO KEY UPDATE OF r", one());
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &id.uuid()])
            .await?
            .ok_or(Rejection::NotFound)?;
        Ok(stored(&row)?)
    }

    /// Locks a run that must be neither closed nor being swept.
    pub(crate) async fn run_lock_open(&self, id: SyncRunId) -> Result<StoredRun, Refused> {
        let stored = self.run_lock(id).await?;
        if stored.run.completed_at.is_some() || stored.is_sealed {
            return Err(Rejection::RunIsClosed.into());
        }
        Ok(stored)
    }
}
