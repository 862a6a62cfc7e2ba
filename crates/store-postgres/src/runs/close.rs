use std::time::Duration;

use async_trait::async_trait;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::{RunStatus, SyncRun};
use wellhead_tenancy::Tenancy;

use super::Stored;
use crate::error::Refused;
use crate::row::At;
use crate::silence::{is_silent, seconds};
use crate::work::{Work, whole};
use crate::writer::{Writer, touched};

/// What a run that expires is told to have died of.
const SILENT: &str = "nothing was heard of the run for too long: the process that worked on it, or its \
    client, is gone; what was committed is kept";

/// A run to be closed: as a success where `error` is `None`.
pub(super) struct Close<'a> {
    pub(super) id: SyncRunId,
    pub(super) error: Option<&'a str>,
}

#[async_trait]
impl Work for Close<'_> {
    type Done = SyncRun;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<SyncRun, (usize, Refused)> {
        let stored = writer.run_lock_open(self.id).await.map_err(whole)?;
        let closed = writer.run_close(stored, self.error).await;
        closed.map_err(whole)
    }
}

/// Open runs that nothing was heard of for so long, or longer.
pub(super) struct Expire {
    pub(super) silence: Duration,
}

#[async_trait]
impl Work for Expire {
    type Done = u64;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<u64, (usize, Refused)> {
        writer.run_expire(self.silence).await.map_err(whole)
    }
}

/// How an `UPDATE` of a run `r` closes it, at `$1` and for the reason `$2`. A clock that has gone back does not
/// end a run before its start.
fn closing(status: RunStatus) -> String {
    let completed = "greatest($1, r.started_at)";
    format!(
        "status = '{status}', error = $2, completed_at = {completed}, \
         duration_ms = floor(extract(epoch FROM {completed} - r.started_at) * 1000), \
         heartbeat_at = greatest($1, r.heartbeat_at), updated_at = {}",
        touched("r", "$1")
    )
}

impl Writer<'_> {
    /// Closes a run that is not closed.
    pub(crate) async fn run_close(
        &self,
        stored: Stored,
        error: Option<&str>,
    ) -> Result<SyncRun, Refused> {
        let status = match error {
            None => RunStatus::Success,
            Some(_) => RunStatus::Error,
        };
        let sql = format!(
            "UPDATE core_api.workspace_connector_sync_logs r SET {} WHERE r.pk = $3",
            closing(status)
        );
        self.execute(&sql, &[&At(self.at), &error, &stored.pk])
            .await?;
        let run = stored.run;
        Ok(SyncRun {
            status,
            completed_at: Some(self.at.max(run.started_at)),
            heartbeat_at: self.at.max(run.heartbeat_at),
            error: error.map(str::to_owned),
            ..run
        })
    }

    async fn run_expire(&self, silence: Duration) -> Result<u64, Refused> {
        let sql = format!(
            "UPDATE core_api.workspace_connector_sync_logs r SET {} \
             FROM core_api.workspace_connectors w \
             WHERE w.pk = r.workspace_connector_pk AND w.workspace_pk = $3 \
               AND r.completed_at IS NULL AND r.sealed_at IS NULL AND {}",
            closing(RunStatus::Error),
            is_silent("r", "$4")
        );
        let silence = seconds(silence);
        self.execute(&sql, &[&At(self.at), &SILENT, self.tenant.pk(), &silence])
            .await
    }
}
