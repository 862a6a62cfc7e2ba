use async_trait::async_trait;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::{RunStatus, SyncRun};

use super::StoredRun;
use crate::error::Refused;
use crate::row::At;
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// Closes a run, as a success if `error` is `None`.
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

/// What an `UPDATE` of a run `r` sets to close it at `$1` with the error `$2`. Even if the clock has gone back, a run
/// does not end before its start.
pub(super) fn closing(status: RunStatus) -> String {
    let completed = "greatest($1, r.started_at)";
    format!(
        "status = '{status}', error = $2, completed_at = {completed}, \
         duration_ms = floor(extract(epoch FROM {completed} - r.started_at) * 1000), \
         heartbeat_at = greatest($1, r.heartbeat_at), updated_at = {}",
        updated_at("r", "$1")
    )
}

impl Writer<'_> {
    /// Closes a run that is not closed.
    pub(crate) async fn run_close(
        &self,
        stored: StoredRun,
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
}
