use wellhead_core::command::Rejection;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::Mode;

use super::unseen::INTERRUPTED;
use crate::error::Refused;
use crate::row::{At, count};
use crate::writer::{Writer, updated_at};

impl Writer<'_> {
    /// Closes a run for deliveries so that it can be swept, and returns its `pk`; a dry run only checks that it can.
    /// Only a full run with no line missing knows what is gone.
    pub(crate) async fn run_seal(&self, id: SyncRunId, dry_run: bool) -> Result<i64, Refused> {
        let stored = self.run_lock_open(id).await?;
        if stored.run.mode != Mode::Full {
            return Err(Rejection::CannotSweep("it is not full").into());
        }
        if stored.run.tally.rejected > 0 {
            return Err(Rejection::CannotSweep("a line was rejected").into());
        }
        let interrupted = self.query_opt(INTERRUPTED, &[&stored.pk]).await?;
        if interrupted.is_some_and(|row| count(&row, 0) > 0) {
            return Err(
                Rejection::CannotSweep("a delivery broke off and was not sent again").into(),
            );
        }
        if !dry_run {
            let sql = format!(
                "UPDATE core_api.workspace_connector_sync_logs r \
                 SET sealed_at = $2, heartbeat_at = greatest($2, r.heartbeat_at), \
                   heard_at = clock_timestamp(), updated_at = {} \
                 WHERE r.pk = $1",
                updated_at("r", "$2")
            );
            self.execute(&sql, &[&stored.pk, &At(self.at)]).await?;
        }
        Ok(stored.pk)
    }
}
