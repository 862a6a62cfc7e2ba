use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::SyncRun;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, run};
use super::list::array;
use crate::session::Session;

/// The newest run of each kind of each of these connectors.
///
/// The kind is a range, and comes first in the order, so that only the index with the kinds will do. Another one has a
/// connector's runs in their order, too, and there a kind without runs is looked for among all others.
pub(super) async fn of(
    session: &Session,
    tenant: Tenant,
    connectors: &[WorkspaceConnectorId],
) -> Result<Vec<SyncRun>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM core_api.workspace_connectors w \
         CROSS JOIN unnest({}::text[]) k (record) \
         CROSS JOIN LATERAL ( \
           SELECT r.* FROM core_api.workspace_connector_sync_logs r \
           WHERE r.workspace_connector_pk = w.pk AND r.record >= k.record AND r.record <= k.record \
           ORDER BY r.record DESC, r.started_at DESC, r.workspace_connector_sync_log_id DESC LIMIT 1) r \
         WHERE w.workspace_pk = $1 AND w.workspace_connector_id = ANY ($2)",
        array(None, &Kind::ALL)
    );
    let ids: Vec<Uuid> = connectors.iter().map(|id| id.uuid()).collect();
    let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
    rows.iter().map(run).collect()
}
