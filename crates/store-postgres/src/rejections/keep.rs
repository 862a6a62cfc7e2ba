use async_trait::async_trait;
use uuid::Uuid;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::sync::{NewRejection, RejectedLine};

use crate::error::Refused;
use crate::row::{At, Count};
use crate::slice::limit;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// Keeps the line that undid an all-or-nothing delivery.
pub(crate) struct Undone {
    pub(crate) run: SyncRunId,
    pub(crate) delivery: DeliveryId,
    pub(crate) by: NewRejection,
}

#[async_trait]
impl Work for Undone {
    type Done = ();

    async fn run(&self, writer: &mut Writer<'_>) -> Result<(), (usize, Refused)> {
        let run = writer.run_lock_open(self.run).await.map_err(whole)?.pk;
        if writer.is_kept(run, self).await.map_err(whole)? {
            return Ok(());
        }
        let line = std::slice::from_ref(&self.by);
        let kept = writer.rejections_keep(run, self.delivery, line, true);
        kept.await.map_err(whole)
    }
}

impl Writer<'_> {
    /// Keeps as many of `lines` as the run, which is locked, has room for.
    pub(crate) async fn rejections_keep(
        &self,
        run: i64,
        delivery: DeliveryId,
        lines: &[NewRejection],
        undid_delivery: bool,
    ) -> Result<(), Refused> {
        if lines.is_empty() {
            return Ok(());
        }
        let each = || lines.iter();
        let ids: Vec<Uuid> = each().map(|it| it.id.uuid()).collect();
        let numbers: Vec<Count> = each().map(|it| Count(it.line)).collect();
        let codes: Vec<&str> = each().map(|it| &*it.why.code).collect();
        let details: Vec<&str> = each().map(|it| &*it.why.detail).collect();
        let sources = || each().map(|it| it.why.source.as_ref());
        let files: Vec<Option<&str>> = sources().map(|it| it.map(|it| &*it.file)).collect();
        let taken: Vec<bool> = each().map(|it| it.taken).collect();
        let places: Vec<Option<Count>> = sources().map(|it| it.map(|it| Count(it.line))).collect();
        self.execute(
            "INSERT INTO core_api.sync_rejections \
               (workspace_connector_sync_log_pk, delivery_id, undid_delivery, created_at, \
                rejection_id, line, code, detail, source_file, source_line, taken) \
             SELECT $1, $2, $3, k.next + (d.place - 1) * interval '1 microsecond', \
               d.id, d.line, d.code, d.detail, d.file, d.file_line, d.taken \
             FROM ( \
               SELECT count(*) AS kept, \
                 greatest($4::timestamptz, max(r.created_at) + interval '1 microsecond') AS next \
               FROM core_api.sync_rejections r WHERE r.workspace_connector_sync_log_pk = $1) k \
             CROSS JOIN unnest($6::uuid[], $7::bigint[], $8::text[], $9::text[], $10::text[], \
                 $11::bigint[], $12::boolean[]) \
               WITH ORDINALITY d (id, line, code, detail, file, file_line, taken, place) \
             WHERE k.kept + d.place <= $5",
            &[
                &run,
                &delivery.uuid(),
                &undid_delivery,
                &At(self.at),
                &limit(RejectedLine::MOST_KEPT),
                &ids,
                &numbers,
                &codes,
                &details,
                &files,
                &places,
                &taken,
            ],
        )
        .await?;
        Ok(())
    }

    /// Whether the run keeps this line already, from an earlier attempt at the same delivery.
    async fn is_kept(&self, run: i64, undone: &Undone) -> Result<bool, Refused> {
        let NewRejection { line, why, .. } = &undone.by;
        let sql = "SELECT FROM core_api.sync_rejections \
                   WHERE workspace_connector_sync_log_pk = $1 AND delivery_id = $2 AND line = $3 \
                     AND undid_delivery AND (code, detail) = ($4, $5) LIMIT 1";
        let found = self
            .query_opt(
                sql,
                &[
                    &run,
                    &undone.delivery.uuid(),
                    &Count(*line),
                    &&*why.code,
                    &why.detail,
                ],
            )
            .await?;
        Ok(found.is_some())
    }
}
