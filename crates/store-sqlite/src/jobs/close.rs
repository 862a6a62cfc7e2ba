use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, WorkspaceConnectorId};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobKind, JobStatus, Status};
use wellhead_core::store::TAKEN_ALONG;
use wellhead_core::time::Timestamp;

use super::get::existing;
use super::step::keep;
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{links, runs, workspace_connectors};

/// The result of finishing a job's work.
enum Ending {
    /// All is done; this many links were deleted along with it.
    Done { along: u64 },
    /// More links are left than one step may delete.
    NotYet,
}

impl Ending {
    const NOTHING: Self = Self::Done { along: 0 };
}

/// Ends a job and finishes its work.
pub(super) fn close(
    change: &Change<'_>,
    id: JobId,
    error: Option<&str>,
) -> Result<Job, Undone<Rejection>> {
    let stored = existing(change, id)?;
    let mut job = stored.job;
    if job.status != JobStatus::InProgress {
        return Ok(job);
    }
    job.heartbeat_at = change.at.max(job.heartbeat_at);
    if !job.dry_run {
        match finish(change, &job, error)? {
            Ending::Done { along } => {
                job.scanned += along;
                job.changed += along;
            }
            Ending::NotYet => {
                job.cursor = None;
                keep(change, stored.pk, &job)?;
                return Ok(job);
            }
        }
    }
    keep(change, stored.pk, &job)?;
    Ok(end(change, stored.pk, job, error)?)
}

/// Ends a job, whose counts are kept.
pub(crate) fn end(
    change: &Change<'_>,
    pk: i64,
    job: Job,
    error: Option<&str>,
) -> rusqlite::Result<Job> {
    let closed = Job {
        status: match error {
            None => JobStatus::Success,
            Some(_) => JobStatus::Error,
        },
        error: error.map(str::to_owned),
        // Even if the clock has gone back, a job does not end before it was opened.
        completed_at: Some(change.at.max(job.created_at)),
        ..job
    };
    let sql = "UPDATE jobs SET status = :status, error = :error, completed_at = :completed_at
        WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! {
        ":pk": pk,
        ":status": closed.status.as_str(),
        ":error": error,
        ":completed_at": closed.completed_at.map(Timestamp::as_micros),
    })?;
    Ok(closed)
}

/// Does what is left after a job's last step, or after it failed.
fn finish(
    change: &Change<'_>,
    job: &Job,
    error: Option<&str>,
) -> Result<Ending, Undone<Rejection>> {
    match (job.kind, job.selection.workspace_connector) {
        (JobKind::Sweep(run), _) => {
            if let Some(run) = runs::find(change.connection, change.tenant, run)? {
                runs::close(change, run, error)?;
            }
            Ok(Ending::NOTHING)
        }
        (JobKind::Disconnect | JobKind::Delete, Some(connector)) if error.is_none() => {
            last_look(change, job.kind, connector)
        }
        _ => Ok(Ending::NOTHING),
    }
}

/// Deletes the links that a disabled connector got since its job looked. Does nothing if the connector was deleted or
/// enabled meanwhile.
fn last_look(
    change: &Change<'_>,
    kind: JobKind,
    id: WorkspaceConnectorId,
) -> Result<Ending, Undone<Rejection>> {
    let Some((pk, activation)) = workspace_connectors::find(change.connection, change.tenant, id)?
    else {
        return Ok(Ending::NOTHING);
    };
    if activation.status != Status::Disabled || activation.times.deleted_at.is_some() {
        return Ok(Ending::NOTHING);
    }
    for record in Kind::ALL {
        if links::has_more(change, record, pk, TAKEN_ALONG)? {
            return Ok(Ending::NotYet);
        }
    }
    let along = links::delete_of_workspace_connector(change, pk)?;
    if kind == JobKind::Delete {
        workspace_connectors::delete(change, id)?;
    }
    Ok(Ending::Done {
        along: u64::try_from(along).unwrap_or(u64::MAX),
    })
}
