use async_trait::async_trait;
use wellhead_core::cause::Cause;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::resource::{Job, JobCursor, JobKind, Status, Stream, Tally};
use wellhead_core::store::Stepped;
use wellhead_tenancy::Tenancy;

use super::get::StoredJob;
use super::look::{Doomed, Look, Looked};
use crate::counts;
use crate::error::Refused;
use crate::row::{At, Count, count, position};
use crate::runs::StoredRun;
use crate::work::{Work, whole};
use crate::workspace_connectors::Lock;
use crate::writer::Writer;

/// A step of a job.
pub(super) struct Step {
    pub(super) id: JobId,
    pub(super) from: JobCursor,
    pub(super) limit: usize,
}

#[async_trait]
impl Work for Step {
    type Done = Stepped;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Stepped, (usize, Refused)> {
        writer.job_step(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn job_step(&mut self, step: &Step) -> Result<Stepped, Refused> {
        let from = step.from;
        let stored = self.job_lock(step.id).await?;
        let job = &stored.job;
        if job.completed_at.is_some() {
            return Err(Rejection::JobIsDone.into());
        }
        if job.cursor.is_some_and(|cursor| is_past(cursor, from)) {
            return Ok(Stepped {
                job: stored.job,
                more: true,
            });
        }
        let run = match job.kind {
            JobKind::Sweep(run) => Some(self.run_lock(run).await?),
            _ => None,
        };
        // A sweep ends what its run has not seen.
        if let Some(run) = &run {
            self.by = Cause::Run(run.run.id);
        }
        let looked = self.job_look(&stored, run.as_ref(), step).await?;
        if let Some(run) = run.filter(|_| !job.dry_run) {
            let swept = Tally {
                links_swept: looked.changed,
                ..Tally::default()
            };
            self.run_add(run.pk, swept, None).await?;
        }
        let job = Job {
            scanned: job.scanned + looked.scanned,
            changed: job.changed + looked.changed,
            cursor: Some(JobCursor {
                stream: from.stream,
                after: looked.last.or(from.after),
            }),
            heartbeat_at: self.at.max(job.heartbeat_at),
            ..stored.job
        };
        self.job_keep(&job).await?;
        Ok(Stepped {
            more: usize::try_from(looked.scanned).is_ok_and(|scanned| scanned == step.limit),
            job,
        })
    }

    /// Looks at the links of a step, and soft-deletes those that the job's kind is about.
    async fn job_look(
        &self,
        stored: &StoredJob,
        run: Option<&StoredRun>,
        step: &Step,
    ) -> Result<Looked, Refused> {
        let job = &stored.job;
        let stream = step.from.stream;
        if !selects(job, run, stream) {
            return Ok(Looked::default());
        }
        // Deliveries lock the connector, too. So steps and deliveries take turns, and never wait for each other's links
        // in a circle.
        let held = if job.dry_run {
            Lock::Share
        } else {
            Lock::Change
        };
        let connector = self.workspace_connector_lock(stream.workspace_connector, held);
        let connector = match connector.await {
            Ok(connector) => connector,
            // It was deleted meanwhile, with its links.
            Err(Refused::Rejected(Rejection::WorkspaceConnectorNotFound)) => {
                return Ok(Looked::default());
            }
            Err(refused) => return Err(refused),
        };
        let doomed = match job.kind {
            JobKind::Deduplicate => Doomed::Twins,
            JobKind::Disconnect | JobKind::Delete if connector.status == Status::Disabled => {
                Doomed::All
            }
            // Links that were made or touched since the job or its run was opened stay.
            _ => Doomed::Untouched(run.map_or(stored.epoch, |run| run.epoch)),
        };
        let look = Look {
            tenant: self.tenant,
            at: self.at,
            by: self.by,
            job,
            doomed,
            connector: connector.pk,
            from: step.from,
            limit: step.limit,
        };
        let (sql, arguments) = look.statement();
        let row = self.query_opt(&sql, &arguments.as_parameters()).await?;
        Ok(row.map_or_else(Looked::default, |row| {
            let (ended, times): (Vec<i64>, Vec<At>) = (row.get(4), row.get(5));
            let records: Vec<i64> = row.get(6);
            let times = times.into_iter().map(|At(time)| time);
            self.note_ended(
                stream.record,
                job.kind.grounds(),
                ended.into_iter().zip(times),
            );
            let from = counts::Stream {
                connector: connector.pk,
                kind: stream.record,
                direction: stream.direction,
            };
            self.count(|counts| counts.ended(from, &records));
            Looked {
                scanned: count(&row, 0),
                changed: count(&row, 1),
                last: position(&row, 2),
            }
        }))
    }

    /// Stores a job's counts and cursor.
    pub(crate) async fn job_keep(&self, job: &Job) -> Result<(), Refused> {
        let stream = job.cursor.map(|cursor| cursor.stream);
        let direction = match stream {
            Some(stream) => format!("'{}'", stream.direction),
            None => "NULL".to_owned(),
        };
        let sql = format!(
            "UPDATE core_api.jobs SET scanned = $3, changed = $4, heartbeat_at = $5, heard_at = clock_timestamp(), \
               stream_workspace_connector_id = $6, stream_record = $9, stream_direction = {direction}, \
               after_at = $7, after_id = $8 \
             WHERE workspace_pk = $1 AND job_id = $2"
        );
        let after = job.cursor.and_then(|cursor| cursor.after);
        self.execute(
            &sql,
            &[
                self.tenant.pk(),
                &job.id.uuid(),
                &Count(job.scanned),
                &Count(job.changed),
                &At(job.heartbeat_at),
                &stream.map(|stream| stream.workspace_connector.uuid()),
                &after.map(|after| At(after.created_at)),
                &after.map(|after| after.id),
                &stream.map(|stream| stream.record.as_str()),
            ],
        )
        .await?;
        Ok(())
    }
}

/// Whether another process has carried a job past `from`.
fn is_past(cursor: JobCursor, from: JobCursor) -> bool {
    cursor.stream > from.stream || cursor.stream == from.stream && cursor.after != from.after
}

/// Whether a job, and the run that it sweeps, are about the links of `stream`.
fn selects(job: &Job, run: Option<&StoredRun>, stream: Stream) -> bool {
    job.selection.holds(stream)
        && run.is_none_or(|stored| {
            stream
                == Stream {
                    workspace_connector: stored.run.workspace_connector,
                    record: stored.run.record,
                    direction: stored.run.direction,
                }
        })
}
