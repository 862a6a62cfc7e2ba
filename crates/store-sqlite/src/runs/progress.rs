use rusqlite::named_params;
use wellhead_core::resource::Tally;

use crate::change::{Change, UPDATED_AT};
use crate::silence;
use crate::statement::prepare;

/// Adds to a run's tally, and records that the run is alive.
pub(crate) fn add(change: &Change<'_>, run: i64, tally: Tally) -> rusqlite::Result<()> {
    let sql = format!(
        "UPDATE workspace_connector_sync_logs SET
            records_created = records_created + :records_created,
            records_matched = records_matched + :records_matched,
            links_created = links_created + :links_created,
            links_touched = links_touched + :links_touched,
            rejected = rejected + :rejected,
            links_swept = links_swept + :links_swept,
            heartbeat_at = max(heartbeat_at, :at), heard_ticks = :ticks, updated_at = {UPDATED_AT}
        WHERE pk = :pk"
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":pk": run,
        ":records_created": tally.records_created.cast_signed(),
        ":records_matched": tally.records_matched.cast_signed(),
        ":links_created": tally.links_created.cast_signed(),
        ":links_touched": tally.links_touched.cast_signed(),
        ":rejected": tally.rejected.cast_signed(),
        ":links_swept": tally.links_swept.cast_signed(),
        ":at": change.at.as_micros(),
        ":ticks": silence::ticks(),
    })?;
    Ok(())
}
