use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, RecordId, SyncRunId, WorkspaceConnectorId};
use wellhead_core::page::Interval;
use wellhead_core::privacy::retention::Removed;
use wellhead_core::resource::{Job, JobCursor, JobKind, Selection, Stream};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::among::WANTED;
use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

/// A job as it is stored.
pub(crate) struct StoredJob {
    pub(crate) pk: i64,
    /// The epoch that it opened.
    pub(super) epoch: i64,
    pub(crate) job: Job,
}

/// Selects jobs with the public ids of what they refer to; [`job`] reads a row.
pub(super) const SELECT: &str = "SELECT job_id, kind, \
     (SELECT workspace_connector_sync_log_id FROM workspace_connector_sync_logs l \
         WHERE l.pk = workspace_connector_sync_log_pk), \
     (SELECT workspace_connector_id FROM workspace_connectors w WHERE w.pk = workspace_connector_pk), \
     direction, above_at, above_id, below_at, below_id, records, dry_run, status, total, scanned, changed, \
     stream_workspace_connector_id, stream_direction, after_at, after_id, error, \
     created_at, heartbeat_at, completed_at, record, stream_record, pk, epoch, removed FROM jobs";

pub(super) fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: row::id(row, 0)?,
        kind: kind(row)?,
        selection: Selection {
            workspace_connector: row
                .get::<_, Option<Uuid>>(3)?
                .map(WorkspaceConnectorId::new),
            record: row::label_or_null(row, 23)?,
            direction: row::label_or_null(row, 4)?,
            created: Interval {
                above: row::position(row, 5)?,
                below: row::position(row, 7)?,
            },
            records: records(row, 9)?,
        },
        dry_run: row.get(10)?,
        status: row::label(row, 11)?,
        total: row::count(row, 12)?,
        scanned: row::count(row, 13)?,
        changed: row::count(row, 14)?,
        removed: removed(row)?,
        cursor: cursor(row)?,
        error: row.get(19)?,
        created_at: row::time(row, 20)?,
        heartbeat_at: row::time(row, 21)?,
        completed_at: row::time_or_null(row, 22)?,
    })
}

fn kind(row: &Row<'_>) -> rusqlite::Result<JobKind> {
    let (kind, run) = (row.get_ref(1)?.as_str()?, row.get::<_, Option<Uuid>>(2)?);
    JobKind::from_stored(kind, run.map(SyncRunId::new)).ok_or_else(|| {
        let unknown = format!("not a kind of job: {kind}");
        rusqlite::Error::FromSqlConversionFailure(1, Type::Text, unknown.into())
    })
}

fn removed(row: &Row<'_>) -> rusqlite::Result<Removed> {
    let Some(text) = row.get_ref(27)?.as_str_or_null()? else {
        return Ok(Removed::default());
    };
    Removed::from_stored(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(27, Type::Text, error.into()))
}

fn records(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<RecordId>> {
    let bytes = row.get_ref(column)?.as_blob()?;
    let (ids, _) = bytes.as_chunks();
    Ok(ids
        .iter()
        .map(|id| RecordId::new(Uuid::from_bytes(*id)))
        .collect())
}

fn cursor(row: &Row<'_>) -> rusqlite::Result<Option<JobCursor>> {
    let workspace_connector: Option<Uuid> = row.get(15)?;
    let (record, direction) = (row::label_or_null(row, 24)?, row::label_or_null(row, 16)?);
    let after = row::position(row, 17)?;
    let stream = workspace_connector.zip(record).zip(direction);
    Ok(
        stream.map(|((workspace_connector, record), direction)| JobCursor {
            stream: Stream {
                workspace_connector: workspace_connector.into(),
                record,
                direction,
            },
            after,
        }),
    )
}

/// The tenant's job `id`.
pub(super) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: JobId,
) -> rusqlite::Result<Option<StoredJob>> {
    let sql = format!("{SELECT} WHERE workspace_pk = :workspace AND job_id = :id");
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| {
                Ok(StoredJob {
                    pk: row.get(25)?,
                    epoch: row.get(26)?,
                    job: job(row)?,
                })
            },
        )
        .optional()
}

/// The tenant's jobs that are among `ids`.
pub(super) fn among(
    connection: &Connection,
    tenant: Tenant,
    ids: &str,
) -> rusqlite::Result<Vec<Job>> {
    let sql = format!("{SELECT} WHERE workspace_pk = :workspace AND job_id IN {WANTED}");
    prepare(connection, &sql)?
        .query_map(
            named_params! { ":ids": ids, ":workspace": tenant.pk() },
            job,
        )?
        .collect()
}

/// The tenant's job `id`, which must exist.
pub(crate) fn existing(change: &Change<'_>, id: JobId) -> Result<StoredJob, Undone<Rejection>> {
    find(change.connection, change.tenant, id)?.ok_or(Undone::Refused(Rejection::NotFound))
}
