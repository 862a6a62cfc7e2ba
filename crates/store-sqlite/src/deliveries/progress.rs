use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::DeliveryId;
use wellhead_core::store::DeliveryBatch;
use wellhead_core::time::Timestamp;

use crate::change::Change;
use crate::row;
use crate::statement::prepare;

/// The last committed line of a run's delivery; 0 if the delivery is unknown.
pub(super) fn last_line(
    connection: &Connection,
    run: i64,
    delivery: DeliveryId,
) -> rusqlite::Result<u64> {
    let sql = "SELECT last_line FROM sync_deliveries
        WHERE workspace_connector_sync_log_pk = :run AND delivery_id = :delivery";
    let found = prepare(connection, sql)?
        .query_row(
            named_params! { ":run": run, ":delivery": delivery.uuid() },
            |row| row::count(row, 0),
        )
        .optional()?;
    Ok(found.unwrap_or(0))
}

/// Stores how far a delivery is. One that is sent again is incomplete until its end comes again.
pub(super) fn keep(change: &Change<'_>, run: i64, batch: &DeliveryBatch) -> rusqlite::Result<()> {
    let sql = "INSERT INTO sync_deliveries
            (workspace_connector_sync_log_pk, delivery_id, last_line, completed_at)
        VALUES (:run, :delivery, :last_line, :completed_at)
        ON CONFLICT (workspace_connector_sync_log_pk, delivery_id)
            DO UPDATE SET last_line = excluded.last_line, completed_at = excluded.completed_at";
    let completed_at = batch.is_last.then_some(change.at);
    prepare(change.connection, sql)?.execute(named_params! {
        ":run": run,
        ":delivery": batch.delivery.uuid(),
        ":last_line": batch.upto.cast_signed(),
        ":completed_at": completed_at.map(Timestamp::as_micros),
    })?;
    Ok(())
}
