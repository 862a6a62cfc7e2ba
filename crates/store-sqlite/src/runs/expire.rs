use std::time::Duration;

use rusqlite::named_params;
use wellhead_tenancy::Tenancy;

use super::close::close;
use super::get::{JOIN, SELECT, Stored, stored};
use crate::change::Change;
use crate::statement::prepare;
use crate::ticks;

/// What such a run has died of.
const SILENT: &str = "nothing was heard of this run for too long, so whoever worked on it is gone; \
     what it had committed is kept";

/// Closes the tenant's open runs that nothing was heard of for `silence` or longer, and answers how many.
pub(super) fn expire(change: &Change<'_>, silence: Duration) -> rusqlite::Result<u64> {
    // Of all tenants together there are few.
    let sql = format!(
        "{SELECT} INDEXED BY idx_workspace_connector_sync_logs_heard {JOIN}
        WHERE l.completed_at IS NULL AND l.sealed_at IS NULL
            AND l.heard_ticks >= :from AND l.heard_ticks < :to AND w.workspace_pk = :workspace"
    );
    let mut silent: Vec<Stored> = Vec::new();
    for (from, to) in ticks::silent(silence) {
        let values = named_params! { ":from": from, ":to": to, ":workspace": change.tenant.pk() };
        let mut statement = prepare(change.connection, &sql)?;
        for run in statement.query_map(values, stored)? {
            silent.push(run?);
        }
    }
    let mut expired = 0;
    for run in silent {
        close(change, run, Some(SILENT))?;
        expired += 1;
    }
    Ok(expired)
}
