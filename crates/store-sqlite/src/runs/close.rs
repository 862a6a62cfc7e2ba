use rusqlite::named_params;
use wellhead_core::resource::{RunStatus, SyncRun};
use wellhead_core::time::Timestamp;

use super::get::StoredRun;
use crate::change::{Change, UPDATED_AT};
use crate::statement::prepare;

/// Closes a run that is not closed, as a success if `error` is `None`.
pub(crate) fn close(
    change: &Change<'_>,
    stored: StoredRun,
    error: Option<&str>,
) -> rusqlite::Result<SyncRun> {
    let run = stored.run;
    let closed = SyncRun {
        status: match error {
            None => RunStatus::Success,
            Some(_) => RunStatus::Error,
        },
        heartbeat_at: change.at.max(run.heartbeat_at),
        // Even if the clock has gone back, a run does not end before its start.
        completed_at: Some(change.at.max(run.started_at)),
        error: error.map(str::to_owned),
        ..run
    };
    let sql = format!(
        "UPDATE workspace_connector_sync_logs SET status = :status, error = :error,
            heartbeat_at = :heartbeat_at, completed_at = :completed_at, duration_ms = :duration_ms,
            updated_at = {UPDATED_AT}
        WHERE pk = :pk"
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":pk": stored.pk,
        ":status": closed.status.as_str(),
        ":error": error,
        ":heartbeat_at": closed.heartbeat_at.as_micros(),
        ":completed_at": closed.completed_at.map(Timestamp::as_micros),
        ":duration_ms": closed.duration_ms(),
        ":at": change.at.as_micros(),
    })?;
    Ok(closed)
}
