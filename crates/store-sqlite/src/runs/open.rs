use rusqlite::{OptionalExtension, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::resource::{RunStatus, Status, SyncRun, Tally};
use wellhead_core::store::NewRun;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{epoch, row, silence, workspace_connectors};

pub(super) fn open(change: &Change<'_>, new: &NewRun) -> Result<SyncRun, Undone<Rejection>> {
    let (workspace_connector, activation) =
        workspace_connectors::find_active(change, new.workspace_connector)?;
    if activation.status == Status::Disabled {
        return Err(Undone::Refused(Rejection::ConnectorDisabled));
    }
    let sql = "SELECT workspace_connector_sync_log_id FROM workspace_connector_sync_logs
            INDEXED BY idx_workspace_connector_sync_logs_open
        WHERE workspace_connector_pk = :workspace_connector AND record = :record
            AND direction = :direction AND completed_at IS NULL";
    let already = prepare(change.connection, sql)?
        .query_row(
            named_params! {
                ":workspace_connector": workspace_connector,
                ":record": new.record.as_str(),
                ":direction": new.direction.as_str(),
            },
            |row| row::id(row, 0),
        )
        .optional()?;
    if let Some(id) = already {
        return Err(Undone::Refused(Rejection::RunIsOpen(id)));
    }

    let run = SyncRun {
        id: new.id,
        workspace_connector: new.workspace_connector,
        record: new.record,
        direction: new.direction,
        trigger: new.trigger,
        mode: new.mode,
        status: RunStatus::InProgress,
        started_at: change.at,
        heartbeat_at: change.at,
        completed_at: None,
        error: None,
        tally: Tally::default(),
    };
    let sql = "INSERT INTO workspace_connector_sync_logs (workspace_connector_sync_log_id,
            workspace_connector_pk, workspace_pk, record, direction, trigger_type, mode, status, epoch,
            started_at, heartbeat_at, heard_ticks, created_at, updated_at)
        VALUES (:id, :workspace_connector, :workspace, :record, :direction, :trigger, :mode, :status, :epoch,
            :at, :at, :ticks, :at, :at)";
    prepare(change.connection, sql)?.execute(named_params! {
        ":id": run.id.uuid(),
        ":workspace_connector": workspace_connector,
        ":workspace": change.tenant.pk(),
        ":record": run.record.as_str(),
        ":direction": run.direction.as_str(),
        ":trigger": run.trigger.as_str(),
        ":mode": run.mode.as_str(),
        ":status": run.status.as_str(),
        ":epoch": epoch::open(change.connection, change.tenant)?,
        ":at": change.at.as_micros(),
        ":ticks": silence::ticks(),
    })?;
    Ok(run)
}
