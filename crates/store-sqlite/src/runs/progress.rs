use rusqlite::named_params;
use wellhead_core::resource::Tally;
use wellhead_core::time::Timestamp;

use crate::change::{Change, UPDATED_AT};
use crate::silence;
use crate::statement::prepare;

/// Adds to a run's tally, and records that the run is alive, and when it made its newest link.
pub(crate) fn add(
    change: &Change<'_>,
    run: i64,
    tally: Tally,
    newest: Option<Timestamp>,
) -> rusqlite::Result<()> {
    let sql = format!(
        "UPDATE workspace_connector_sync_logs SET
            records_created = records_created + :records_created,
            records_matched = records_matched + :records_matched,
            links_created = links_created + :links_created,
            links_touched = links_touched + :links_touched,
            rejected = rejected + :rejected,
            links_swept = links_swept + :links_swept,
            conflicts = conflicts + :conflicts,
            records_updated = records_updated + :records_updated,
            values_kept = values_kept + :values_kept,
            suppressed = suppressed + :suppressed,
            last_link_at = coalesce(max(last_link_at, :newest), :newest, last_link_at),
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
        ":conflicts": tally.conflicts.cast_signed(),
        ":records_updated": tally.records_updated.cast_signed(),
        ":values_kept": tally.values_kept.cast_signed(),
        ":suppressed": tally.suppressed.cast_signed(),
        ":newest": newest.map(Timestamp::as_micros),
        ":at": change.at.as_micros(),
        ":ticks": silence::ticks(),
    })?;
    Ok(())
}
