use rusqlite::named_params;
use wellhead_core::time::Timestamp;

use super::close::close;
use super::get::{JOIN, SELECT, Stored, stored};
use crate::change::Change;
use crate::statement::prepare;

/// What such a run has died of.
const SILENT: &str = "nothing was heard of this run for too long, so whoever worked on it is gone; \
     what it had committed is kept";

/// Closes the tenant's open runs that were last heard of before `silent_since`, and answers how many.
pub(super) fn expire(change: &Change<'_>, silent_since: Timestamp) -> rusqlite::Result<u64> {
    // Of all tenants together there are few.
    let sql = format!(
        "{SELECT} INDEXED BY idx_workspace_connector_sync_logs_heartbeat {JOIN}
        WHERE l.completed_at IS NULL AND l.sealed_at IS NULL AND l.heartbeat_at < :silent_since
            AND w.workspace_pk = :workspace"
    );
    let values = named_params! {
        ":silent_since": silent_since.as_micros(),
        ":workspace": change.tenant.pk,
    };
    let silent: Vec<Stored> = prepare(change.connection, &sql)?
        .query_map(values, stored)?
        .collect::<Result<_, _>>()?;
    let mut expired = 0;
    for run in silent {
        close(change, run, Some(SILENT))?;
        expired += 1;
    }
    Ok(expired)
}
