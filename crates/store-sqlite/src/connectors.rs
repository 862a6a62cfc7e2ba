//! Connectors: their definitions, and the port to their activations.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::cause::Author;
use wellhead_core::command::NewWorkspaceConnector;
use wellhead_core::id::{ConnectorId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{Connector, Deleted, WorkspaceConnector, WorkspaceConnectorFilter};
use wellhead_core::store::{ApplyError, ConnectorStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;
use crate::{among, row, workspace_connectors};

/// The columns of [`definition`].
pub(crate) const COLUMNS: &str =
    "connector_id, slug, name, created_at, updated_at, deleted_at, legal";

pub(crate) fn definition(row: &Row<'_>) -> rusqlite::Result<Connector> {
    Ok(Connector {
        id: row::id(row, 0)?,
        slug: row::slug(row, 1)?,
        name: row::name(row, 2)?,
        times: row::times(row, 3)?,
        legal: row::legal(row, 6)?,
    })
}

fn get(connection: &Connection, id: ConnectorId) -> rusqlite::Result<Option<Connector>> {
    let sql = format!("SELECT {COLUMNS} FROM connectors WHERE connector_id = :id");
    prepare(connection, &sql)?
        .query_row(named_params! { ":id": id.uuid() }, definition)
        .optional()
}

/// SQLite would rather read all definitions, as they are few. The named index is the one of the column's UNIQUE
/// constraint.
fn find(connection: &Connection, ids: &str) -> rusqlite::Result<Vec<Connector>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {}",
        among::among(
            "connectors INDEXED BY sqlite_autoindex_connectors_1",
            "connector_id"
        )
    );
    prepare(connection, &sql)?
        .query_map(named_params! { ":ids": ids }, definition)?
        .collect()
}

fn list(connection: &Connection, slice: Slice) -> rusqlite::Result<Vec<Connector>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM connectors INDEXED BY idx_connectors_created WHERE {} {}",
        within("created_at", "connector_id"),
        first("created_at", "connector_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = bounds.values();
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], definition)?
        .collect()
}

fn count(connection: &Connection, created: Interval) -> rusqlite::Result<u64> {
    let sql = format!(
        "SELECT count(*) FROM connectors WHERE {}",
        within("created_at", "connector_id")
    );
    let bounds = Bounds::from(created);
    prepare(connection, &sql)?.query_row(&bounds.values()[..], |row| row::count(row, 0))
}

#[async_trait]
impl ConnectorStore for SqliteStore {
    async fn connector_get(
        &self,
        tenant: Tenant,
        id: ConnectorId,
    ) -> Result<Option<Connector>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| get(connection, id))
            .await
    }

    async fn connector_list(
        &self,
        tenant: Tenant,
        slice: Slice,
    ) -> Result<Vec<Connector>, StoreError> {
        self.pool
            .read(tenant, move |connection| list(connection, slice))
            .await
    }

    async fn connector_find(
        &self,
        tenant: Tenant,
        ids: &[ConnectorId],
    ) -> Result<Vec<Connector>, StoreError> {
        let ids = among::ids(ids.iter().map(|id| id.uuid()));
        self.pool
            .read(tenant, move |connection| find(connection, &ids))
            .await
    }

    async fn connector_count(&self, tenant: Tenant, created: Interval) -> Result<u64, StoreError> {
        self.pool
            .read(tenant, move |connection| count(connection, created))
            .await
    }

    async fn workspace_connector_get(
        &self,
        tenant: Tenant,
        id: WorkspaceConnectorId,
        deleted: Deleted,
    ) -> Result<Option<WorkspaceConnector>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                workspace_connectors::get(connection, tenant, id, deleted)
            })
            .await
    }

    async fn workspace_connector_list(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        slice: Slice,
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                workspace_connectors::list(connection, tenant, &filter, slice)
            })
            .await
    }

    async fn workspace_connector_find(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let ids = among::ids(ids.iter().map(|id| id.uuid()));
        self.pool
            .read(tenant, move |connection| {
                workspace_connectors::among(connection, tenant, &ids)
            })
            .await
    }

    async fn workspace_connector_lines(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let ids = among::ids(ids.iter().map(|id| id.uuid()));
        self.pool
            .read(tenant, move |connection| {
                workspace_connectors::lines(connection, tenant, &ids)
            })
            .await
    }

    async fn workspace_connector_count(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                workspace_connectors::count(connection, tenant, &filter, created)
            })
            .await
    }

    async fn workspace_connector_ensure(
        &self,
        tenant: Tenant,
        at: Timestamp,
        wanted: NewWorkspaceConnector,
    ) -> Result<WorkspaceConnector, ApplyError> {
        self.command(Author::operator(tenant), at, move |change| {
            workspace_connectors::ensure(change, &wanted)
        })
        .await
    }
}
