use async_trait::async_trait;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::Tally;
use wellhead_core::time::Timestamp;

use crate::error::Refused;
use crate::row::{At, Count};
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// Keeps a run alive.
pub(super) struct Beat(pub(super) SyncRunId);

#[async_trait]
impl Work for Beat {
    type Done = ();

    async fn run(&self, writer: &mut Writer<'_>) -> Result<(), (usize, Refused)> {
        let stored = writer.run_lock_open(self.0).await.map_err(whole)?;
        let beaten = writer.run_add(stored.pk, Tally::default(), None).await;
        beaten.map_err(whole)
    }
}

impl Writer<'_> {
    /// Adds to a run's tally, and records that the run is alive, and when it made its newest link.
    pub(crate) async fn run_add(
        &self,
        pk: i64,
        tally: Tally,
        newest: Option<Timestamp>,
    ) -> Result<(), Refused> {
        let sql = format!(
            "UPDATE core_api.workspace_connector_sync_logs r SET \
               records_created = r.records_created + $3, records_matched = r.records_matched + $4, \
               links_created = r.links_created + $5, links_touched = r.links_touched + $6, \
               rejected = r.rejected + $7, links_swept = r.links_swept + $8, \
               conflicts = r.conflicts + $10, records_updated = r.records_updated + $11, \
               values_kept = r.values_kept + $12, suppressed = r.suppressed + $13, \
               last_link_at = greatest(r.last_link_at, $9), heartbeat_at = greatest($2, r.heartbeat_at), heard_at = clock_timestamp(), \
               updated_at = {} \
             WHERE r.pk = $1",
            updated_at("r", "$2")
        );
        self.execute(
            &sql,
            &[
                &pk,
                &At(self.at),
                &Count(tally.records_created),
                &Count(tally.records_matched),
                &Count(tally.links_created),
                &Count(tally.links_touched),
                &Count(tally.rejected),
                &Count(tally.links_swept),
                &newest.map(At),
                &Count(tally.conflicts),
                &Count(tally.records_updated),
                &Count(tally.values_kept),
                &Count(tally.suppressed),
            ],
        )
        .await?;
        Ok(())
    }
}
