use std::time::Duration;

use rusqlite::named_params;
use wellhead_core::store::EXPIRED;
use wellhead_tenancy::Tenancy;

use super::close::close;
use super::get::{JOIN, SELECT, StoredRun, stored};
use crate::change::Change;
use crate::silence;
use crate::statement::prepare;

/// Closes the tenant's open runs that have been silent for `silence` or longer; returns how many.
pub(super) fn expire(change: &Change<'_>, silence: Duration) -> rusqlite::Result<u64> {
    // The index holds all tenants' open runs, and those are few.
    let sql = format!(
        "{SELECT} INDEXED BY idx_workspace_connector_sync_logs_heard {JOIN}
        WHERE l.completed_at IS NULL AND l.sealed_at IS NULL
            AND l.heard_ticks >= :from AND l.heard_ticks < :to AND w.workspace_pk = :workspace"
    );
    let mut silent: Vec<StoredRun> = Vec::new();
    for (from, to) in silence::ranges(silence) {
        let values = named_params! { ":from": from, ":to": to, ":workspace": change.tenant.pk() };
        let mut statement = prepare(change.connection, &sql)?;
        for run in statement.query_map(values, stored)? {
            silent.push(run?);
        }
    }
    let mut expired = 0;
    for run in silent {
        close(change, run, Some(EXPIRED))?;
        expired += 1;
    }
    Ok(expired)
}
