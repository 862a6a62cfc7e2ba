use wellhead_core::id::DeliveryId;
use wellhead_core::store::DeliveryBatch;

use crate::error::Refused;
use crate::row::{At, Count, count};
use crate::writer::Writer;

/// The statement that finds the last line of the delivery `$3` to the run `$2` of the workspace `$1`.
pub(super) const LAST_LINE: &str = "SELECT d.last_line FROM core_api.sync_deliveries d \
    JOIN core_api.workspace_connector_sync_logs r ON r.pk = d.workspace_connector_sync_log_pk \
    JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk \
    WHERE w.workspace_pk = $1 AND r.workspace_connector_sync_log_id = $2 AND d.delivery_id = $3";

impl Writer<'_> {
    /// The last committed line of a delivery to `run`, which is locked; 0 if the delivery is unknown.
    pub(super) async fn delivery_last_line(
        &self,
        run: i64,
        delivery: DeliveryId,
    ) -> Result<u64, Refused> {
        let sql = "SELECT last_line FROM core_api.sync_deliveries \
                   WHERE workspace_connector_sync_log_pk = $1 AND delivery_id = $2";
        let known = self.query_opt(sql, &[&run, &delivery.uuid()]).await?;
        Ok(known.map_or(0, |row| count(&row, 0)))
    }

    /// Stores how far a delivery to `run`, which is locked, is after `batch`. One that is sent again is incomplete
    /// until its end comes again.
    pub(super) async fn delivery_keep(
        &self,
        run: i64,
        batch: &DeliveryBatch,
    ) -> Result<(), Refused> {
        self.execute(
            "INSERT INTO core_api.sync_deliveries \
               (workspace_connector_sync_log_pk, delivery_id, last_line, completed_at) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (workspace_connector_sync_log_pk, delivery_id) DO UPDATE \
               SET last_line = excluded.last_line, completed_at = excluded.completed_at",
            &[
                &run,
                &batch.delivery.uuid(),
                &Count(batch.upto),
                &batch.is_last.then_some(At(self.at)),
            ],
        )
        .await?;
        Ok(())
    }
}
