use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Deleted, WorkspaceConnector};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{among, row};

/// The columns of [`activation`], with the `pk` among them.
pub(super) const COLUMNS: &str = "workspace_connector_id, \
     (SELECT connector_id FROM connectors c WHERE c.pk = connector_pk), status, \
     created_at, updated_at, deleted_at, pk, match_rule, \
     (SELECT o.workspace_connector_id FROM workspace_connectors o WHERE o.pk = workspace_connectors.continues_pk), \
     rank, legal";

pub(super) fn activation(row: &Row<'_>) -> rusqlite::Result<WorkspaceConnector> {
    Ok(WorkspaceConnector {
        id: row::id(row, 0)?,
        connector: row::id(row, 1)?,
        status: row::label(row, 2)?,
        match_rule: row::label(row, 7)?,
        rank: row::rank(row, 9)?,
        legal: row::legal(row, 10)?,
        continues: row
            .get::<_, Option<Uuid>>(8)?
            .map(WorkspaceConnectorId::from),
        times: row::times(row, 3)?,
    })
}

pub(crate) fn get(
    connection: &Connection,
    tenant: Tenant,
    id: WorkspaceConnectorId,
    deleted: Deleted,
) -> rusqlite::Result<Option<WorkspaceConnector>> {
    let found = find(connection, tenant, id)?.map(|(_, activation)| activation);
    Ok(found.filter(|activation| row::seen(deleted, &activation.times)))
}

/// The tenant's activation `id`, active or not, and its `pk`.
pub(crate) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: WorkspaceConnectorId,
) -> rusqlite::Result<Option<(i64, WorkspaceConnector)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM workspace_connectors WHERE workspace_pk = :workspace AND workspace_connector_id = :id"
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| Ok((row.get(6)?, activation(row)?)),
        )
        .optional()
}

/// The tenant's activations that are among `ids`, active or not.
pub(crate) fn among(
    connection: &Connection,
    tenant: Tenant,
    ids: &str,
) -> rusqlite::Result<Vec<WorkspaceConnector>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE workspace_pk = :workspace",
        among::among("workspace_connectors", "workspace_connector_id")
    );
    prepare(connection, &sql)?
        .query_map(
            named_params! { ":workspace": tenant.pk(), ":ids": ids },
            activation,
        )?
        .collect()
}

/// The tenant's activations of the lines that those among `ids` are of, active or not.
pub(crate) fn lines(
    connection: &Connection,
    tenant: Tenant,
    ids: &str,
) -> rusqlite::Result<Vec<WorkspaceConnector>> {
    let sql = format!(
        "SELECT ifnull(line_pk, pk) FROM {} WHERE workspace_pk = :workspace",
        among::among("workspace_connectors", "workspace_connector_id")
    );
    let values = named_params! { ":workspace": tenant.pk(), ":ids": ids };
    let firsts: BTreeSet<i64> = prepare(connection, &sql)?
        .query_map(values, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let sql = format!(
        "SELECT {COLUMNS} FROM workspace_connectors WHERE pk = :first
        UNION ALL SELECT {COLUMNS} FROM workspace_connectors INDEXED BY idx_workspace_connectors_line
        WHERE line_pk = :first"
    );
    let mut line = prepare(connection, &sql)?;
    let mut found = Vec::new();
    for first in firsts {
        for activation in line.query_map(named_params! { ":first": first }, activation)? {
            found.push(activation?);
        }
    }
    Ok(found)
}

/// The tenant's activation `id`, which must be active.
pub(crate) fn find_active(
    change: &Change<'_>,
    id: WorkspaceConnectorId,
) -> Result<(i64, WorkspaceConnector), Undone<Rejection>> {
    find(change.connection, change.tenant, id)?
        .filter(|(_, activation)| activation.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::WorkspaceConnectorNotFound))
}

/// The `pk` of the first activation of the line of `workspace_connector`, for which identities are kept: mostly its own.
pub(crate) fn line(connection: &Connection, workspace_connector: i64) -> rusqlite::Result<i64> {
    let sql = "SELECT ifnull(line_pk, pk) FROM workspace_connectors WHERE pk = :pk";
    prepare(connection, sql)?.query_row(named_params! { ":pk": workspace_connector }, |row| {
        row.get(0)
    })
}
