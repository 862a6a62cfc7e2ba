use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Deleted, WorkspaceConnector};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::list::few_of_all;
use crate::arguments::Arguments;
use crate::few::Reach;
use crate::row::{id as read_id, label, legal, rank, seen, times};
use crate::session::Session;

/// The columns of [`activation`]: of an activation `w` and its connector `c`.
pub(super) const COLUMNS: &str = "w.workspace_connector_id, c.connector_id, w.status::text, \
     w.created_at, w.updated_at, w.deleted_at, w.match_rule::text, \
     (SELECT o.workspace_connector_id FROM core_api.workspace_connectors o WHERE o.pk = w.continues_pk), w.rank, w.legal::text";

/// Where the columns come from.
pub(super) const FROM: &str =
    "core_api.workspace_connectors w JOIN core_api.connectors c ON c.pk = w.connector_pk";

/// Reads a row of [`COLUMNS`].
pub(crate) fn activation(row: &Row) -> Result<WorkspaceConnector, StoreError> {
    Ok(WorkspaceConnector {
        id: read_id(row, 0),
        connector: read_id(row, 1),
        status: label(row, 2)?,
        match_rule: label(row, 6)?,
        rank: rank(row, 8)?,
        legal: legal(row, 9)?,
        continues: row
            .get::<_, Option<Uuid>>(7)
            .map(WorkspaceConnectorId::from),
        times: times(row, 3),
    })
}

pub(crate) async fn get(
    session: &Session,
    tenant: Tenant,
    id: WorkspaceConnectorId,
    deleted: Deleted,
) -> Result<Option<WorkspaceConnector>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} \
         WHERE w.workspace_pk = $1 AND w.workspace_connector_id = $2{}",
        seen("w", deleted)
    );
    let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
    row.as_ref().map(activation).transpose()
}

/// The tenant's activations that are among `ids`, active or not.
pub(crate) async fn among(
    session: &Session,
    tenant: Tenant,
    ids: &[WorkspaceConnectorId],
) -> Result<Vec<WorkspaceConnector>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} \
         WHERE w.workspace_pk = $1 AND w.workspace_connector_id = ANY ($2)"
    );
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
    rows.iter().map(activation).collect()
}

/// The statement that finds the tenant's activations of the lines that those among `ids` are of, active or not.
pub(crate) fn lines(
    tenant: Tenant,
    ids: &[WorkspaceConnectorId],
    reach: Reach,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM ( \
           SELECT DISTINCT coalesce(line_pk, pk) AS pk FROM core_api.workspace_connectors \
           WHERE workspace_pk = {workspace} AND workspace_connector_id = ANY ({}){}) first \
         CROSS JOIN LATERAL ( \
           SELECT f.* FROM core_api.workspace_connectors f WHERE f.pk = first.pk \
           UNION ALL \
           SELECT l.* FROM core_api.workspace_connectors l WHERE l.line_pk = first.pk) w \
         JOIN core_api.connectors c ON c.pk = w.connector_pk",
        arguments.bind(ids),
        few_of_all(&workspace, reach)
    );
    (sql, arguments)
}
