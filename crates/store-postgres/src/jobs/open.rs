use async_trait::async_trait;
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::RecordId;
use wellhead_core::privacy::retention::Removed;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobKind, JobStatus, Status};
use wellhead_core::store::NewJob;
use wellhead_tenancy::Tenancy;

use crate::epoch;
use crate::error::Refused;
use crate::row::{At, Count};
use crate::work::{Work, whole};
use crate::workspace_connectors::Lock;
use crate::writer::{Writer, updated_at};

/// A job to be opened.
pub(super) struct Open<'a>(pub(super) &'a NewJob);

#[async_trait]
impl Work for Open<'_> {
    type Done = Job;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Job, (usize, Refused)> {
        writer.job_open(self.0).await.map_err(whole)
    }
}

impl Writer<'_> {
    pub(crate) async fn job_open(&self, new: &NewJob) -> Result<Job, Refused> {
        let run = match new.kind {
            JobKind::Sweep(run) => Some(self.run_seal(run, new.dry_run).await?),
            _ => None,
        };
        if new.kind == JobKind::Retain && !new.dry_run {
            self.retention_begun().await?;
        }
        let connector = self.job_connector(new).await?;
        self.job_insert(new, run, connector).await?;
        Ok(Job {
            id: new.id,
            kind: new.kind,
            selection: new.selection.clone(),
            dry_run: new.dry_run,
            status: JobStatus::InProgress,
            total: new.total,
            scanned: 0,
            changed: 0,
            removed: Removed::default(),
            cursor: None,
            error: None,
            created_at: self.at,
            heartbeat_at: self.at,
            completed_at: None,
        })
    }

    /// The `pk` of the connector that a job is about, if it is about one. A job that ends it disables it.
    async fn job_connector(&self, new: &NewJob) -> Result<Option<i64>, Refused> {
        let Some(id) = new.selection.workspace_connector else {
            return if new.kind.ends_connector() {
                Err(Rejection::WorkspaceConnectorNotFound.into())
            } else {
                Ok(None)
            };
        };
        if new.dry_run || !new.kind.ends_connector() {
            let connector = self.workspace_connector_lock(id, Lock::Share).await?;
            return Ok(Some(connector.pk));
        }
        let connector = self.workspace_connector_lock(id, Lock::Change).await?;
        let sql = format!(
            "UPDATE core_api.workspace_connectors w SET status = '{}', updated_at = {} WHERE w.pk = $1",
            Status::Disabled,
            updated_at("w", "$2")
        );
        self.execute(&sql, &[&connector.pk, &At(self.at)]).await?;
        Ok(Some(connector.pk))
    }

    async fn job_insert(
        &self,
        new: &NewJob,
        run: Option<i64>,
        connector: Option<i64>,
    ) -> Result<(), Refused> {
        let selection = &new.selection;
        let direction = match selection.direction {
            Some(direction) => format!("'{direction}'"),
            None => "NULL".to_owned(),
        };
        let sql = format!(
            "WITH opened AS ({}) \
             INSERT INTO core_api.jobs (job_id, workspace_pk, kind, workspace_connector_sync_log_pk, \
               workspace_connector_pk, record, direction, above_at, above_id, below_at, below_id, records, \
               dry_run, status, total, created_at, heartbeat_at, worker, epoch) \
             SELECT $1, $2, '{}', $3, $4, $14, {direction}, $5, $6, $7, $8, $9, $10, '{}', $11, $12, $12, $13, \
               opened.epoch FROM opened",
            epoch::open("$2"),
            new.kind,
            JobStatus::InProgress
        );
        let [above, below] = [selection.created.above, selection.created.below];
        let records: Vec<Uuid> = selection
            .records
            .iter()
            .copied()
            .map(RecordId::uuid)
            .collect();
        self.execute(
            &sql,
            &[
                &new.id.uuid(),
                self.tenant.pk(),
                &run,
                &connector,
                &above.map(|above| At(above.created_at)),
                &above.map(|above| above.id),
                &below.map(|below| At(below.created_at)),
                &below.map(|below| below.id),
                &records,
                &new.dry_run,
                &Count(new.total),
                &At(self.at),
                &new.worker.as_deref(),
                &selection.record.map(Kind::as_str),
            ],
        )
        .await?;
        Ok(())
    }
}
