use std::time::Duration;

use async_trait::async_trait;
use tokio::time::timeout;
use tokio_postgres::Row;
use wellhead_core::resource::{Name, Workspace};
use wellhead_core::store::{StoreError, WorkspaceStore};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::error::{failed, unavailable};
use crate::limits::limits;
use crate::pool::Pool;
use crate::row::{external_id, id, time_or_null, times};
use crate::session::Parameters;

/// How long the function may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The workspaces that a function of the schema names. The service sees no list of them, so the function does, and `call`
/// calls it.
pub(crate) async fn named_by(
    service: &Pool,
    call: &str,
    parameters: Parameters<'_>,
) -> Result<Vec<Tenant>, StoreError> {
    let client = service.get().await?;
    let ask = async {
        let sql = format!("SELECT workspace_id, workspace_pk FROM core_api.{call}");
        let statement = client.prepare_cached(&sql).await?;
        client.query(&statement, parameters).await
    };
    client.asked();
    let rows = timeout(PATIENCE, ask).await.map_err(unavailable)?;
    client.answered();
    let rows = rows.map_err(failed)?;
    let tenants = rows.iter().map(|row| Tenant::of(id(row, 0), row.get(1)));
    Ok(tenants.collect())
}

/// The columns of [`workspace`].
pub(crate) const COLUMNS: &str = "workspace_id, name, external_workspace_id, created_at, updated_at, deleted_at, suspended_at, \
     requests_per_second, max_deliveries, max_records, max_links";

#[async_trait]
impl WorkspaceStore for PostgresStore {
    async fn workspace_get(&self, tenant: Tenant) -> Result<Option<Workspace>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM core_api.workspaces WHERE pk = $1");
        let session = self.session(tenant).await?;
        let row = session.query_opt(&sql, &[tenant.pk()]).await?;
        Ok(row.as_ref().map(workspace))
    }
}

/// Reads a row of [`COLUMNS`].
pub(crate) fn workspace(row: &Row) -> Workspace {
    workspace_at(row, 0)
}

/// Reads [`COLUMNS`] that begin at column `first`.
pub(crate) fn workspace_at(row: &Row, first: usize) -> Workspace {
    Workspace {
        id: id(row, first),
        name: Name::from_stored(row.get(first + 1)),
        external_id: external_id(row, first + 2),
        times: times(row, first + 3),
        suspended_at: time_or_null(row, first + 6),
        limits: limits(row, first + 7),
    }
}
