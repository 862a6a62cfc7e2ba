//! Connectors: their definitions, and the port to their activations.

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::cause::Author;
use wellhead_core::command::NewWorkspaceConnector;
use wellhead_core::id::{ConnectorId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{
    Connector, Deleted, Name, Slug, WorkspaceConnector, WorkspaceConnectorFilter,
};
use wellhead_core::store::{ApplyError, ConnectorStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::arguments::Arguments;
use crate::lane::Load;
use crate::row::{id, legal, times};
use crate::session::Session;
use crate::slice::{limit, order_by};
use crate::workspace_connectors::{self, Ensure, activation};

/// The columns of [`connector`].
pub(crate) const COLUMNS: &str =
    "c.connector_id, c.slug, c.name, c.created_at, c.updated_at, c.deleted_at, c.legal::text";

/// Reads a row of [`COLUMNS`].
pub(crate) fn connector(row: &Row) -> Result<Connector, StoreError> {
    Ok(Connector {
        id: id(row, 0),
        slug: Slug::from_stored(row.get(1)),
        name: Name::from_stored(row.get(2)),
        times: times(row, 3),
        legal: legal(row, 6)?,
    })
}

async fn get(session: &Session, id: ConnectorId) -> Result<Option<Connector>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM core_api.connectors c WHERE c.connector_id = $1");
    let row = session.query_opt(&sql, &[&id.uuid()]).await?;
    row.as_ref().map(connector).transpose()
}

async fn list(session: &Session, slice: Slice) -> Result<Vec<Connector>, StoreError> {
    let mut arguments = Arguments::default();
    let within = arguments.within("c", "created_at", "connector_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let sql = format!(
        "SELECT {COLUMNS} FROM core_api.connectors c WHERE true{within} {} LIMIT {limit}",
        order_by("c", "created_at", "connector_id", slice.order)
    );
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    rows.iter().map(connector).collect()
}

async fn find(session: &Session, ids: &[ConnectorId]) -> Result<Vec<Connector>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM core_api.connectors c WHERE c.connector_id = ANY ($1)");
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = session.query(&sql, &[&ids]).await?;
    rows.iter().map(connector).collect()
}

async fn count(session: &Session, created: Interval) -> Result<u64, StoreError> {
    let mut arguments = Arguments::default();
    let within = arguments.within("c", "created_at", "connector_id", created);
    let sql = format!("SELECT count(*) FROM core_api.connectors c WHERE true{within}");
    session.count(&sql, &arguments.as_parameters()).await
}

#[async_trait]
impl ConnectorStore for PostgresStore {
    async fn connector_get(
        &self,
        tenant: Tenant,
        id: ConnectorId,
    ) -> Result<Option<Connector>, StoreError> {
        get(&self.session(tenant).await?, id).await
    }

    async fn connector_list(
        &self,
        tenant: Tenant,
        slice: Slice,
    ) -> Result<Vec<Connector>, StoreError> {
        let session = self.page_session(tenant, slice, Load::Lookup).await?;
        list(&session, slice).await
    }

    async fn connector_find(
        &self,
        tenant: Tenant,
        ids: &[ConnectorId],
    ) -> Result<Vec<Connector>, StoreError> {
        let session = self.session_for(tenant, ids.len(), Load::Lookup).await?;
        find(&session, ids).await
    }

    async fn connector_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError> {
        count(&self.session(tenant).await?, created).await
    }

    async fn workspace_connector_get(
        &self,
        tenant: Tenant,
        id: WorkspaceConnectorId,
        deleted: Deleted,
    ) -> Result<Option<WorkspaceConnector>, StoreError> {
        workspace_connectors::get(&self.session(tenant).await?, tenant, id, deleted).await
    }

    async fn workspace_connector_list(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        slice: Slice,
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let statement = |reach| workspace_connectors::list(tenant, filter, slice, reach);
        let is_more = || workspace_connectors::more_than_few(tenant);
        let found = self.find(tenant, slice.limit, Load::Lookup, statement, is_more);
        found.await?.iter().map(activation).collect()
    }

    async fn workspace_connector_find(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let session = self.session_for(tenant, ids.len(), Load::Lookup).await?;
        workspace_connectors::among(&session, tenant, ids).await
    }

    async fn workspace_connector_lines(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let statement = |reach| workspace_connectors::lines(tenant, ids, reach);
        let is_more = || workspace_connectors::more_than_few(tenant);
        let found = self.find(tenant, ids.len(), Load::Lookup, statement, is_more);
        found.await?.iter().map(activation).collect()
    }

    async fn workspace_connector_count(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        workspace_connectors::count(&self.long_session(tenant).await?, tenant, filter, created)
            .await
    }

    async fn workspace_connector_ensure(
        &self,
        tenant: Tenant,
        at: Timestamp,
        wanted: NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, ApplyError> {
        self.write(Author::operator(tenant), at, &Ensure(&wanted))
            .await
    }
}
