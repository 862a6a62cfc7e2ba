use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, RecordId, SyncRunId, WorkspaceConnectorId};
use wellhead_core::page::Interval;
use wellhead_core::privacy::retention::Removed;
use wellhead_core::resource::{Job, JobCursor, JobKind, Selection, Stream};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{count, id as read_id, label, label_or_null, position, time, time_or_null};
use crate::session::Session;
use crate::writer::Writer;

/// A job as it is stored.
pub(crate) struct StoredJob {
    pub(crate) job: Job,
    /// The epoch that it opened.
    pub(crate) epoch: i64,
}

/// Selects jobs with what they refer to; [`job`] reads a row.
pub(super) const SELECT: &str = "SELECT j.job_id, j.kind::text, \
    r.workspace_connector_sync_log_id, w.workspace_connector_id, j.direction::text, j.above_at, \
    j.above_id, j.below_at, j.below_id, j.records, j.dry_run, j.status::text, j.total, j.scanned, \
    j.changed, j.stream_workspace_connector_id, j.stream_direction::text, j.after_at, j.after_id, \
    j.error, j.created_at, j.heartbeat_at, j.completed_at, j.record, j.stream_record, j.epoch, \
    j.removed::text \
    FROM core_api.jobs j \
    LEFT JOIN core_api.workspace_connector_sync_logs r ON r.pk = j.workspace_connector_sync_log_pk \
    LEFT JOIN core_api.workspace_connectors w ON w.pk = j.workspace_connector_pk";

/// Reads a row of [`SELECT`].
pub(super) fn job(row: &Row) -> Result<Job, StoreError> {
    let run = row.get::<_, Option<Uuid>>(2).map(SyncRunId::new);
    let kind: &str = row.get(1);
    let kind = JobKind::from_stored(kind, run)
        .ok_or_else(|| StoreError::Failed(format!("not a kind of job: {kind}").into()))?;
    let records: Vec<Uuid> = row.get(9);
    let workspace_connector = |column| {
        let id: Option<Uuid> = row.get(column);
        id.map(WorkspaceConnectorId::new)
    };
    let stream = workspace_connector(15)
        .zip(label_or_null(row, 24)?)
        .zip(label_or_null(row, 16)?);
    Ok(Job {
        id: read_id(row, 0),
        kind,
        selection: Selection {
            workspace_connector: workspace_connector(3),
            record: label_or_null(row, 23)?,
            direction: label_or_null(row, 4)?,
            created: Interval {
                above: position(row, 5),
                below: position(row, 7),
            },
            records: records.into_iter().map(RecordId::new).collect(),
        },
        dry_run: row.get(10),
        status: label(row, 11)?,
        total: count(row, 12),
        scanned: count(row, 13),
        changed: count(row, 14),
        removed: removed(row)?,
        cursor: stream.map(|((workspace_connector, record), direction)| JobCursor {
            stream: Stream {
                workspace_connector,
                record,
                direction,
            },
            after: position(row, 17),
        }),
        error: row.get(19),
        created_at: time(row, 20),
        heartbeat_at: time(row, 21),
        completed_at: time_or_null(row, 22),
    })
}

fn removed(row: &Row) -> Result<Removed, StoreError> {
    let stored: Option<&str> = row.get(26);
    stored.map_or_else(
        || Ok(Removed::default()),
        |text| Removed::from_stored(text).map_err(|error| StoreError::Failed(error.into())),
    )
}

/// The statement that finds one job.
pub(super) fn one() -> String {
    format!("{SELECT} WHERE j.workspace_pk = $1 AND j.job_id = $2")
}

/// The tenant's jobs that are among `ids`.
pub(super) async fn among(
    session: &Session,
    tenant: Tenant,
    ids: &[JobId],
) -> Result<Vec<Job>, StoreError> {
    let sql = format!("{SELECT} WHERE j.workspace_pk = $1 AND j.job_id = ANY ($2)");
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
    rows.iter().map(job).collect()
}

impl Writer<'_> {
    /// Locks a job until the batch is done.
    pub(crate) async fn job_lock(&self, id: JobId) -> Result<StoredJob, Refused> {
        let sql = format!("{} FOR NO KEY UPDATE OF j", one());
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &id.uuid()])
            .await?
            .ok_or(Rejection::NotFound)?;
        Ok(StoredJob {
            job: job(&row)?,
            epoch: row.get(25),
        })
    }
}
