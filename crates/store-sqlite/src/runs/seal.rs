use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::Mode;

use super::get::{StoredRun, find_open};
use super::unseen::interrupted;
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::silence;
use crate::statement::prepare;

/// Closes a run for deliveries so that it can be swept; a dry run only checks that it can. Only a full run with no
/// line missing knows what is gone.
pub(crate) fn seal(
    change: &Change<'_>,
    id: SyncRunId,
    dry_run: bool,
) -> Result<StoredRun, Undone<Rejection>> {
    let stored = find_open(change, id)?;
    let refused = if stored.run.mode != Mode::Full {
        "it is not full"
    } else if stored.run.tally.rejected > 0 {
        "a line was rejected"
    } else if interrupted(change.connection, stored.pk)? > 0 {
        "a delivery broke off and was not sent again"
    } else {
        if !dry_run {
            mark_sealed(change, stored.pk)?;
        }
        return Ok(stored);
    };
    Err(Undone::Refused(Rejection::CannotSweep(refused)))
}

fn mark_sealed(change: &Change<'_>, run: i64) -> rusqlite::Result<()> {
    let sql = format!(
        "UPDATE workspace_connector_sync_logs SET sealed_at = :at,
            heartbeat_at = max(heartbeat_at, :at), heard_ticks = :ticks, updated_at = {UPDATED_AT}
        WHERE pk = :pk"
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":pk": run,
        ":at": change.at.as_micros(),
        ":ticks": silence::ticks(),
    })?;
    Ok(())
}
