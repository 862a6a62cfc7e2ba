use rusqlite::{Connection, named_params};
use wellhead_core::record::Kind;
use wellhead_core::resource::SyncRun;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{JOIN, SELECT, run};
use crate::among::WANTED;
use crate::statement::prepare;

/// The newest run of each kind of each connector among `ids`.
pub(super) fn of(
    connection: &Connection,
    tenant: Tenant,
    ids: &str,
) -> rusqlite::Result<Vec<SyncRun>> {
    let kinds = Kind::ALL.map(|kind| format!("('{kind}')")).join(", ");
    let sql = format!(
        "{SELECT} {JOIN} WHERE l.pk IN (
            SELECT (
                SELECT r.pk FROM workspace_connector_sync_logs r
                    INDEXED BY idx_workspace_connector_sync_logs_wc_record
                WHERE r.workspace_connector_pk = c.pk AND r.record = k.column1
                ORDER BY r.started_at DESC, r.workspace_connector_sync_log_id DESC LIMIT 1)
            FROM workspace_connectors c CROSS JOIN (VALUES {kinds}) k
            WHERE c.workspace_pk = :workspace AND c.workspace_connector_id IN {WANTED})"
    );
    prepare(connection, &sql)?
        .query_map(
            named_params! { ":ids": ids, ":workspace": tenant.pk() },
            run,
        )?
        .collect()
}
