use rusqlite::{Connection, ToSql};
use uuid::Uuid;
use wellhead_core::id::ConnectorId;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::resource::{Deleted, Status, WorkspaceConnector, WorkspaceConnectorFilter};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{COLUMNS, activation};
use crate::row;
use crate::slice::{Bounds, Parameters, first, limit, within};
use crate::statement::prepare;

/// A filter as SQL.
struct Condition {
    sql: String,
    connector: Option<Uuid>,
    status: Option<&'static str>,
}

impl Condition {
    /// The index serves the workspace and the time. The rest is checked row by row, as a workspace has few activations.
    fn of(filter: &WorkspaceConnectorFilter) -> Self {
        let mut sql = format!(
            "INDEXED BY idx_workspace_connectors_workspace_created
            WHERE workspace_pk = :workspace AND {}",
            within("created_at", "workspace_connector_id")
        );
        if filter.connector.is_some() {
            sql += " AND connector_pk = (SELECT c.pk FROM connectors c WHERE c.connector_id = :connector)";
        }
        if filter.status.is_some() {
            sql += " AND status = :status";
        }
        match filter.deleted {
            Deleted::Exclude => sql += " AND deleted_at IS NULL",
            Deleted::Include => {}
            Deleted::Only => sql += " AND deleted_at IS NOT NULL",
        }
        Self {
            sql,
            connector: filter.connector.map(ConnectorId::uuid),
            status: filter.status.map(Status::as_str),
        }
    }

    fn values<'a>(&'a self, tenant: &'a Tenant, bounds: &'a Bounds) -> Parameters<'a> {
        let mut values = bounds.values();
        values.push((":workspace", tenant.pk()));
        values.extend(
            self.connector
                .as_ref()
                .map(|id| (":connector", id as &dyn ToSql)),
        );
        values.extend(
            self.status
                .as_ref()
                .map(|status| (":status", status as &dyn ToSql)),
        );
        values
    }
}

pub(crate) fn list(
    connection: &Connection,
    tenant: Tenant,
    filter: &WorkspaceConnectorFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<WorkspaceConnector>> {
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT {COLUMNS} FROM workspace_connectors {} {}",
        condition.sql,
        first("created_at", "workspace_connector_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = condition.values(&tenant, &bounds);
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], activation)?
        .collect()
}

pub(crate) fn count(
    connection: &Connection,
    tenant: Tenant,
    filter: &WorkspaceConnectorFilter,
    created: Interval,
) -> rusqlite::Result<u64> {
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT count(*) FROM workspace_connectors {}",
        condition.sql
    );
    let bounds = Bounds::from(created);
    let values = condition.values(&tenant, &bounds);
    prepare(connection, &sql)?.query_row(&values[..], |row| row::count(row, 0))
}
