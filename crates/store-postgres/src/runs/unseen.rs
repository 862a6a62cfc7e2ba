use wellhead_core::store::{StoreError, Unseen};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::StoredRun;
use crate::epoch;
use crate::row::count;
use crate::session::Session;
use crate::table::LinkTable;

/// The number of incomplete deliveries of the run `$1`.
pub(super) const INTERRUPTED: &str = "SELECT count(*) FROM core_api.sync_deliveries \
    WHERE workspace_connector_sync_log_pk = $1 AND completed_at IS NULL";

/// The statement that counts the active links of a run's connector, kind and direction. Its parameters: the `pk`s of
/// the run and of its connector, the run's epoch, and the workspace's `pk`.
pub(super) fn statement(stored: &StoredRun) -> String {
    format!(
        "SELECT count(*), count(*) FILTER (WHERE {is_older}), \
           count(*) FILTER (WHERE {is_untouched}), ({INTERRUPTED}) \
         FROM {} l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
         WHERE w.pk = $2 AND w.workspace_pk = $4 AND l.direction = '{}' AND l.deleted_at IS NULL",
        LinkTable::of(stored.run.record).links,
        stored.run.direction,
        is_older = epoch::is_older("l", "$3"),
        is_untouched = epoch::is_untouched("l", "$3"),
    )
}

pub(super) async fn unseen(
    session: &Session,
    tenant: Tenant,
    stored: &StoredRun,
) -> Result<Unseen, StoreError> {
    let row = session
        .query_opt(
            &statement(stored),
            &[
                &stored.pk,
                &stored.workspace_connector,
                &stored.epoch,
                tenant.pk(),
            ],
        )
        .await?;
    Ok(row.map_or_else(Unseen::default, |row| Unseen {
        active: count(&row, 0),
        older: count(&row, 1),
        unseen: count(&row, 2),
        interrupted: count(&row, 3),
    }))
}
