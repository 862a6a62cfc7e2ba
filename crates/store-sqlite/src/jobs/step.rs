use rusqlite::named_params;
use wellhead_core::cause::Cause;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::resource::{Job, JobCursor, JobKind, JobStatus, Status, Stream, Tally};
use wellhead_core::store::Stepped;

use super::get::existing;
use super::look::{Doomed, look};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{runs, silence, workspace_connectors};

pub(super) fn step(
    change: &Change<'_>,
    id: JobId,
    from: JobCursor,
    limit: usize,
) -> Result<Stepped, Undone<Rejection>> {
    let stored = existing(change, id)?;
    let job = stored.job;
    if job.status != JobStatus::InProgress {
        return Err(Undone::Refused(Rejection::JobIsDone));
    }
    if is_past(&job, from) {
        return Ok(Stepped { job, more: true });
    }
    let run = match job.kind {
        JobKind::Sweep(id) => Some(
            runs::find(change.connection, change.tenant, id)?
                .ok_or(Undone::Refused(Rejection::NotFound))?,
        ),
        _ => None,
    };
    let doomed = match job.kind {
        JobKind::Deduplicate => Doomed::Twins,
        JobKind::Disconnect | JobKind::Delete if is_disabled(change, from.stream)? => Doomed::All,
        // Links that were made or touched since the job or its run was opened stay.
        _ => Doomed::Untouched(run.as_ref().map_or(stored.epoch, |run| run.epoch)),
    };
    // A sweep ends what its run has not seen.
    let by = run.as_ref().map_or(change.by, |run| Cause::Run(run.run.id));
    let change = &Change { by, ..*change };
    let looked = look(change, &job, doomed, from, limit)?;
    if let Some(run) = run
        && !job.dry_run
    {
        let tally = Tally {
            links_swept: looked.changed,
            ..Tally::default()
        };
        runs::add(change, run.pk, tally, None)?;
    }
    let job = Job {
        scanned: job.scanned + looked.scanned,
        changed: job.changed + looked.changed,
        cursor: Some(JobCursor {
            stream: from.stream,
            after: looked.last.or(from.after),
        }),
        heartbeat_at: change.at.max(job.heartbeat_at),
        ..job
    };
    keep(change, stored.pk, &job)?;
    Ok(Stepped {
        job,
        more: usize::try_from(looked.scanned).is_ok_and(|scanned| scanned == limit),
    })
}

/// Whether another process has carried the job past `from`.
fn is_past(job: &Job, from: JobCursor) -> bool {
    job.cursor.is_some_and(|cursor| {
        cursor.stream > from.stream || cursor.stream == from.stream && cursor.after != from.after
    })
}

fn is_disabled(change: &Change<'_>, stream: Stream) -> rusqlite::Result<bool> {
    let connector = stream.workspace_connector;
    let found = workspace_connectors::find(change.connection, change.tenant, connector)?;
    Ok(found.is_some_and(|(_, activation)| activation.status == Status::Disabled))
}

/// Stores a job's counts and cursor.
pub(crate) fn keep(change: &Change<'_>, pk: i64, job: &Job) -> rusqlite::Result<()> {
    let stream = job.cursor.map(|cursor| cursor.stream);
    let after = job.cursor.and_then(|cursor| cursor.after);
    let sql = "UPDATE jobs SET scanned = :scanned, changed = :changed,
            stream_workspace_connector_id = :workspace_connector, stream_record = :record,
            stream_direction = :direction,
            after_at = :after_at, after_id = :after_id, heartbeat_at = :heartbeat_at,
            heard_ticks = :ticks
        WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! {
        ":pk": pk,
        ":scanned": job.scanned.cast_signed(),
        ":changed": job.changed.cast_signed(),
        ":workspace_connector": stream.map(|stream| stream.workspace_connector.uuid()),
        ":record": stream.map(|stream| stream.record.as_str()),
        ":direction": stream.map(|stream| stream.direction.as_str()),
        ":after_at": after.map(|after| after.created_at.as_micros()),
        ":after_id": after.map(|after| after.id),
        ":heartbeat_at": job.heartbeat_at.as_micros(),
        ":ticks": silence::ticks(),
    })?;
    Ok(())
}
