use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, WorkspaceConnectorId};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobKind, JobStatus, Status};
use wellhead_core::store::TAKEN_ALONG;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::links::{delete_of_workspace_connector, has_more};
use crate::row::At;
use crate::session::Parameters;
use crate::work::{Work, whole};
use crate::workspace_connectors::Lock;
use crate::writer::Writer;

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

/// Ends a job, as a success if `error` is `None`.
pub(super) struct Close<'a> {
    pub(super) id: JobId,
    pub(super) error: Option<&'a str>,
}

#[async_trait]
impl Work for Close<'_> {
    type Done = Job;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Job, (usize, Refused)> {
        writer.job_close(self.id, self.error).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn job_close(&mut self, id: JobId, error: Option<&str>) -> Result<Job, Refused> {
        let mut job = self.job_lock(id).await?.job;
        if job.completed_at.is_some() {
            return Ok(job);
        }
        job.heartbeat_at = self.at.max(job.heartbeat_at);
        if !job.dry_run {
            match self.job_finish(&job, error).await? {
                Ending::Done { along } => {
                    job.scanned += along;
                    job.changed += along;
                }
                Ending::NotYet => {
                    job.cursor = None;
                    self.job_keep(&job).await?;
                    return Ok(job);
                }
            }
        }
        self.job_keep(&job).await?;
        self.job_end(job, error).await
    }

    /// Ends a job, whose counts are kept.
    pub(crate) async fn job_end(&self, job: Job, error: Option<&str>) -> Result<Job, Refused> {
        let job = Job {
            status: match error {
                None => JobStatus::Success,
                Some(_) => JobStatus::Error,
            },
            error: error.map(str::to_owned),
            completed_at: Some(self.at.max(job.created_at)),
            ..job
        };
        let sql = format!(
            "UPDATE core_api.jobs SET status = '{}', error = $3, completed_at = $4 \
             WHERE workspace_pk = $1 AND job_id = $2",
            job.status
        );
        let completed_at = job.completed_at.map(At);
        let parameters: Parameters<'_> = &[self.tenant.pk(), &job.id.uuid(), &error, &completed_at];
        self.execute(&sql, parameters).await?;
        Ok(job)
    }

    /// Does what is left after a job's last step, or after it failed.
    async fn job_finish(&self, job: &Job, error: Option<&str>) -> Result<Ending, Refused> {
        match (job.kind, job.selection.workspace_connector) {
            (JobKind::Sweep(run), _) => {
                let stored = self.run_lock(run).await?;
                if stored.run.completed_at.is_none() {
                    self.run_close(stored, error).await?;
                }
                Ok(Ending::NOTHING)
            }
            (JobKind::Disconnect | JobKind::Delete, Some(connector)) if error.is_none() => {
                self.job_last_look(job.kind, connector).await
            }
            _ => Ok(Ending::NOTHING),
        }
    }

    /// Deletes the links that a disabled connector got since its job looked. Does nothing if the connector was deleted
    /// or enabled meanwhile.
    async fn job_last_look(
        &self,
        kind: JobKind,
        id: WorkspaceConnectorId,
    ) -> Result<Ending, Refused> {
        // From here on, anyone who makes a link of it waits.
        let connector = match self.workspace_connector_lock(id, Lock::Change).await {
            Ok(connector) => connector,
            // It was deleted meanwhile, with its links.
            Err(Refused::Rejected(Rejection::WorkspaceConnectorNotFound)) => {
                return Ok(Ending::NOTHING);
            }
            Err(refused) => return Err(refused),
        };
        if connector.status != Status::Disabled {
            return Ok(Ending::NOTHING);
        }
        let mut along = 0;
        for record in Kind::ALL {
            if has_more(self, record, connector.pk, TAKEN_ALONG).await? {
                return Ok(Ending::NotYet);
            }
        }
        for record in Kind::ALL {
            along += delete_of_workspace_connector(self, record, connector.pk).await?;
        }
        if kind == JobKind::Delete {
            self.workspace_connector_delete(id).await?;
        }
        Ok(Ending::Done { along })
    }
}
