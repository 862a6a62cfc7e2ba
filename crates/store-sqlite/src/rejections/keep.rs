use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::sync::{NewRejection, RejectedLine};

use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{row, runs};

/// Keeps the line that undid an all-or-nothing delivery to the open run, unless an earlier attempt at the same delivery
/// did.
pub(crate) fn undone(
    change: &Change<'_>,
    run: SyncRunId,
    delivery: DeliveryId,
    by: &NewRejection,
) -> Result<(), Undone<Rejection>> {
    let run = runs::find_open(change, run)?.pk;
    let sql = "SELECT 1 FROM sync_rejections INDEXED BY idx_sync_rejections_run_created
        WHERE workspace_connector_sync_log_pk = :run AND undid_delivery AND delivery_id = :delivery AND line = :line
            AND (code, detail) = (:code, :detail)";
    let is_kept = prepare(change.connection, sql)?.exists(named_params! {
        ":run": run,
        ":delivery": delivery.uuid(),
        ":line": by.line.cast_signed(),
        ":code": &*by.why.code,
        ":detail": by.why.detail,
    })?;
    if !is_kept {
        keep(change, run, delivery, std::slice::from_ref(by), true)?;
    }
    Ok(())
}

/// Keeps as many of `lines` as the run has room for.
pub(crate) fn keep(
    change: &Change<'_>,
    run: i64,
    delivery: DeliveryId,
    lines: &[NewRejection],
    undid_delivery: bool,
) -> rusqlite::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let sql = "SELECT count(*), max(created_at)
        FROM sync_rejections INDEXED BY idx_sync_rejections_run_created
        WHERE workspace_connector_sync_log_pk = :run";
    let (kept, last) = prepare(change.connection, sql)?
        .query_row(named_params! { ":run": run }, |row| {
            Ok((row.get::<_, i64>(0)?, row::time_or_null(row, 1)?))
        })?;
    let room = RejectedLine::MOST_KEPT.saturating_sub(usize::try_from(kept).unwrap_or(usize::MAX));
    let sql = "INSERT INTO sync_rejections
            (rejection_id, workspace_connector_sync_log_pk, delivery_id, line, code, detail, source_file,
             source_line, undid_delivery, taken, created_at)
        VALUES (:id, :run, :delivery, :line, :code, :detail, :file, :file_line, :undid_delivery, :taken, :at)";
    let mut insert = prepare(change.connection, sql)?;
    let mut at = change.updated_at(last);
    for line in lines.iter().take(room) {
        let source = line.why.source.as_ref();
        insert.execute(named_params! {
            ":id": line.id.uuid(),
            ":run": run,
            ":delivery": delivery.uuid(),
            ":line": line.line.cast_signed(),
            ":code": &*line.why.code,
            ":detail": line.why.detail,
            ":file": source.map(|it| &*it.file),
            ":file_line": source.map(|it| it.line.cast_signed()),
            ":undid_delivery": undid_delivery,
            ":taken": line.taken,
            ":at": at.as_micros(),
        })?;
        at = at.plus_micros(1);
    }
    Ok(())
}
