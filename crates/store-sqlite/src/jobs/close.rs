use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, WorkspaceConnectorId};
use wellhead_core::resource::{Job, JobKind, JobStatus};
use wellhead_core::time::Timestamp;

use super::get::existing;
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{runs, workspace_connectors};

/// Ends a job, and what it was opened for.
pub(super) fn close(
    change: &Change<'_>,
    id: JobId,
    error: Option<&str>,
) -> Result<Job, Undone<Rejection>> {
    let stored = existing(change, id)?;
    let job = stored.job;
    if job.status != JobStatus::InProgress {
        return Ok(job);
    }
    match job.kind {
        _ if job.dry_run => {}
        JobKind::Delete if error.is_none() => {
            if let Some(connector) = job.selection.workspace_connector {
                delete_if_there(change, connector)?;
            }
        }
        JobKind::Sweep(run) => {
            if let Some(run) = runs::find(change.connection, change.tenant, run)? {
                runs::close(change, run, error)?;
            }
        }
        _ => {}
    }
    let closed = Job {
        status: match error {
            None => JobStatus::Success,
            Some(_) => JobStatus::Error,
        },
        error: error.map(str::to_owned),
        heartbeat_at: change.at.max(job.heartbeat_at),
        completed_at: Some(change.at),
        ..job
    };
    let sql = "UPDATE jobs SET status = :status, error = :error, heartbeat_at = :heartbeat_at,
            completed_at = :completed_at
        WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! {
        ":pk": stored.pk,
        ":status": closed.status.as_str(),
        ":error": error,
        ":heartbeat_at": closed.heartbeat_at.as_micros(),
        ":completed_at": closed.completed_at.map(Timestamp::as_micros),
    })?;
    Ok(closed)
}

/// Somebody may have deleted it meanwhile, or enabled it again.
fn delete_if_there(change: &Change<'_>, id: WorkspaceConnectorId) -> Result<(), Undone<Rejection>> {
    let sql = "SELECT count(*) FROM workspace_connectors
        WHERE workspace_pk = :workspace AND workspace_connector_id = :id AND status <> 'disabled'";
    let enabled: i64 = prepare(change.connection, sql)?.query_row(
        named_params! { ":workspace": change.tenant.pk, ":id": id.uuid() },
        |row| row.get(0),
    )?;
    if enabled > 0 {
        return Ok(());
    }
    match workspace_connectors::delete(change, id) {
        Err(Undone::Refused(Rejection::NotFound)) => Ok(()),
        done => done,
    }
}
