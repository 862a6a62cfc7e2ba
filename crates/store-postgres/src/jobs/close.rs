use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::resource::{Job, JobKind, JobStatus};

use crate::error::Refused;
use crate::row::At;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// A job to be ended: as a success where `error` is `None`.
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
    async fn job_close(&self, id: JobId, error: Option<&str>) -> Result<Job, Refused> {
        let job = self.job_lock(id).await?;
        if job.completed_at.is_some() {
            return Ok(job);
        }
        if !job.dry_run {
            self.job_crown(&job, error).await?;
        }
        let job = Job {
            status: match error {
                None => JobStatus::Success,
                Some(_) => JobStatus::Error,
            },
            error: error.map(str::to_owned),
            heartbeat_at: self.at.max(job.heartbeat_at),
            completed_at: Some(self.at.max(job.created_at)),
            ..job
        };
        let sql = format!(
            "UPDATE core_api.jobs SET status = '{}', error = $3, heartbeat_at = $4, completed_at = $5 \
             WHERE workspace_pk = $1 AND job_id = $2",
            job.status
        );
        let completed_at = job.completed_at.map(At);
        self.execute(
            &sql,
            &[
                &self.tenant.pk,
                &id.uuid(),
                &error,
                &At(job.heartbeat_at),
                &completed_at,
            ],
        )
        .await?;
        Ok(job)
    }

    /// Does what is left when all of a job's steps are done, or cannot be.
    async fn job_crown(&self, job: &Job, error: Option<&str>) -> Result<(), Refused> {
        match (job.kind, job.selection.workspace_connector) {
            (JobKind::Sweep(run), _) => {
                let stored = self.run_lock(run).await?;
                if stored.run.completed_at.is_none() {
                    self.run_close(stored, error).await?;
                }
            }
            (JobKind::Delete, Some(connector)) if error.is_none() => {
                let enabled = self
                    .query_opt(
                        "SELECT FROM core_api.workspace_connectors \
                         WHERE workspace_pk = $1 AND workspace_connector_id = $2 \
                           AND status <> 'disabled' FOR NO KEY UPDATE",
                        &[&self.tenant.pk, &connector.uuid()],
                    )
                    .await?;
                if enabled.is_some() {
                    return Ok(());
                }
                match self.workspace_connector_delete(connector).await {
                    // Somebody was faster.
                    Ok(_) | Err(Refused::Rejected(Rejection::NotFound)) => {}
                    Err(refused) => return Err(refused),
                }
            }
            _ => {}
        }
        Ok(())
    }
}
