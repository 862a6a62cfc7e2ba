//! Whether a write would be accepted.

use std::time::Duration;

use tokio::time::timeout;
use wellhead_core::store::{Hindrance, StoreError};

use crate::PostgresStore;
use crate::error::unavailable;
use crate::lane::Load;

/// How long each answer is waited for.
const WITHIN: Duration = Duration::from_secs(2);

/// Takes a number as a writer does, which a standby refuses, and tells whether transactions only read.
const BEGIN_TO_WRITE: &str =
    "SELECT current_setting('transaction_read_only')::boolean, pg_current_xact_id()";

impl PostgresStore {
    /// Begins to write over a connection of its own, and gives it up if there is no answer. What the last writes have found out counts,
    /// too, until it has passed.
    pub(crate) async fn is_ready(&self) -> Result<(), StoreError> {
        let slot = timeout(WITHIN, self.probe.get(Load::Lookup)).await;
        let slot = slot.map_err(unavailable)??;
        let begun = async {
            let statement = slot.client.prepare_cached(BEGIN_TO_WRITE).await?;
            slot.client.query_one(&statement, &[]).await
        };
        let begun = slot.within(WITHIN, begun).await.inspect_err(|error| {
            if matches!(error, StoreError::Unavailable(_)) {
                self.writes.suspect();
                self.long_reads.suspect();
            }
        })?;
        if begun.get(0) {
            let why = "all transactions are read-only".into();
            return Err(StoreError::Hindered(Hindrance::ReadOnly, why));
        }
        let trouble = self.writes.trouble();
        match trouble.met() {
            // To take a number needs no room on the disk.
            Some(Hindrance::Full) => {
                let room = slot.client.batch_execute("SELECT core_api.find_room()");
                slot.within(WITHIN, room).await?;
                trouble.meet(None);
            }
            Some(met) => return Err(StoreError::Hindered(met, "the last write met it".into())),
            None => {}
        }
        // This connection has been open before there were no more.
        if trouble.is_shut() {
            let opened = timeout(WITHIN, self.writes.try_to_open()).await;
            opened.map_err(unavailable)??;
        }
        // To try that would leave one more that hangs.
        if trouble.do_commits_hang() {
            let why = "the last commit has no answer: it waits for a standby, or for the disk";
            return Err(StoreError::CommitUnknown(why.into()));
        }
        Ok(())
    }
}
