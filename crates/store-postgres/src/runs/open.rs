use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::resource::{RunStatus, Status, SyncRun, Tally};
use wellhead_core::store::{NewRun, StoreError};
use wellhead_tenancy::Tenancy;

use crate::epoch;
use crate::error::Refused;
use crate::row::{At, id};
use crate::work::{Work, whole};
use crate::workspace_connectors::Lock;
use crate::writer::Writer;

/// A run to be opened.
pub(super) struct Open<'a>(pub(super) &'a NewRun);

#[async_trait]
impl Work for Open<'_> {
    type Done = SyncRun;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<SyncRun, (usize, Refused)> {
        writer.run_open(self.0).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn run_open(&self, new: &NewRun) -> Result<SyncRun, Refused> {
        let connector = self
            .workspace_connector_lock(new.workspace_connector, Lock::Share)
            .await?;
        if connector.status == Status::Disabled {
            return Err(Rejection::ConnectorDisabled.into());
        }
        let status = RunStatus::InProgress;
        let sql = format!(
            "WITH opened AS ({}) \
             INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, \
               workspace_connector_pk, workspace_pk, record, direction, trigger_type, mode, status, epoch, \
               started_at, heartbeat_at, created_at, updated_at) \
             SELECT $1, $2, $4, '{}', '{}', '{}', '{}', '{status}', opened.epoch, $3, $3, $3, $3 FROM opened \
             ON CONFLICT (workspace_connector_pk, record, direction) WHERE completed_at IS NULL DO NOTHING",
            epoch::open("$4"),
            new.record,
            new.direction,
            new.trigger,
            new.mode
        );
        let made = self
            .execute(
                &sql,
                &[
                    &new.id.uuid(),
                    &connector.pk,
                    &At(self.at),
                    self.tenant.pk(),
                ],
            )
            .await?;
        if made == 0 {
            return Err(self.run_in_the_way(new, connector.pk).await?);
        }
        Ok(SyncRun {
            id: new.id,
            workspace_connector: new.workspace_connector,
            record: new.record,
            direction: new.direction,
            trigger: new.trigger,
            mode: new.mode,
            status,
            started_at: self.at,
            heartbeat_at: self.at,
            completed_at: None,
            error: None,
            tally: Tally::default(),
        })
    }

    /// Why a run was not opened.
    async fn run_in_the_way(&self, new: &NewRun, connector: i64) -> Result<Refused, Refused> {
        let sql = format!(
            "SELECT workspace_connector_sync_log_id FROM core_api.workspace_connector_sync_logs \
             WHERE workspace_connector_pk = $1 AND completed_at IS NULL AND record = '{}' \
               AND direction = '{}'",
            new.record, new.direction
        );
        Ok(match self.query_opt(&sql, &[&connector]).await? {
            Some(row) => Rejection::RunIsOpen(id(&row, 0)).into(),
            // It was closed after the insert.
            None => Refused::Conflict(StoreError::Failed(
                "a new run met one that then disappeared".into(),
            )),
        })
    }
}
