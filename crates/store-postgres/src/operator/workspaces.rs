use std::num::NonZeroU32;

use tokio_postgres::types::ToSql;
use wellhead_core::audit::Entry;
use wellhead_core::id::WorkspaceId;
use wellhead_core::limits::LimitChanges;
use wellhead_core::resource::{ExternalId, Name, Workspace, WorkspaceSize};
use wellhead_core::store::OperatorError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::row;
use crate::PostgresStore;
use crate::row::{At, count};
use crate::session::Parameters;
use crate::workspaces::{COLUMNS, workspace, workspace_at};
use crate::writer::updated_at;

pub(super) async fn create(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    name: &Name,
    external_id: Option<&ExternalId>,
    audited: Entry,
) -> Result<Workspace, OperatorError> {
    let sql = format!(
        "INSERT INTO core_api.workspaces \
           (workspace_id, name, external_workspace_id, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $4) RETURNING pk, {COLUMNS}"
    );
    let external_id = external_id.map(ExternalId::as_str);
    let made = store
        .operate_audited(
            &sql,
            &[&id.uuid(), &name.as_str(), &external_id, &At(at)],
            audited,
        )
        .await?;
    Ok(workspace_at(row(made.as_ref())?, 1))
}

pub(super) async fn list(store: &PostgresStore) -> Result<Vec<Workspace>, OperatorError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM core_api.workspaces WHERE deleted_at IS NULL \
         ORDER BY created_at, workspace_id"
    );
    let rows = store.operate(&sql, &[]).await?;
    Ok(rows.iter().map(workspace).collect())
}

pub(super) async fn sizes(
    store: &PostgresStore,
    at: Timestamp,
) -> Result<Vec<(Workspace, WorkspaceSize)>, OperatorError> {
    let sql = format!(
        "SELECT s.records, s.links, s.keys, {COLUMNS} FROM core_api.workspace_sizes($1) s \
         JOIN core_api.workspaces w ON w.pk = s.workspace_pk ORDER BY w.created_at, w.workspace_id"
    );
    let rows = store.operate_unhurried(&sql, &[&At(at)]).await?;
    let sizes = rows.iter().map(|row| {
        let size = WorkspaceSize {
            records: count(row, 0),
            links: count(row, 1),
            keys: count(row, 2),
        };
        (workspace_at(row, 3), size)
    });
    Ok(sizes.collect())
}

pub(super) async fn rename(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    name: &Name,
    audited: Entry,
) -> Result<Workspace, OperatorError> {
    change(store, at, id, "name = $3", &[&name.as_str()], audited).await
}

pub(super) async fn suspend(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    audited: Entry,
) -> Result<Workspace, OperatorError> {
    let suspended = "suspended_at = coalesce(w.suspended_at, $2)";
    change(store, at, id, suspended, &[], audited).await
}

pub(super) async fn resume(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    audited: Entry,
) -> Result<Workspace, OperatorError> {
    change(store, at, id, "suspended_at = NULL", &[], audited).await
}

pub(super) async fn limit(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    changes: LimitChanges,
    audited: Entry,
) -> Result<Workspace, OperatorError> {
    let rate = |it: Option<NonZeroU32>| it.map(|it| i64::from(it.get()));
    let most = |it: Option<u64>| it.map(|it| i64::try_from(it).unwrap_or(i64::MAX));
    let limits = [
        ("requests_per_second", changes.requests_per_second.map(rate)),
        ("max_deliveries", changes.deliveries.map(rate)),
        ("max_records", changes.records.map(most)),
        ("max_links", changes.links.map(most)),
    ];
    let mut set = Vec::new();
    let mut to: Vec<&(dyn ToSql + Sync)> = Vec::new();
    for (column, limit) in &limits {
        set.push(match limit {
            Some(limit) => {
                to.push(limit);
                format!("{column} = ${}", 2 + to.len())
            }
            None => format!("{column} = w.{column}"),
        });
    }
    change(store, at, id, &set.join(", "), &to, audited).await
}

/// Sets something of a workspace to the parameters from `$3` on.
async fn change(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    set: &str,
    to: Parameters<'_>,
    audited: Entry,
) -> Result<Workspace, OperatorError> {
    let sql = format!(
        "UPDATE core_api.workspaces w SET {set}, updated_at = {} \
         WHERE w.workspace_id = $1 AND w.deleted_at IS NULL RETURNING w.pk, {COLUMNS}",
        updated_at("w", "$2")
    );
    let (uuid, at) = (id.uuid(), At(at));
    let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&uuid, &at];
    parameters.extend(to);
    let changed = store.operate_audited(&sql, &parameters, audited).await?;
    let row = changed.ok_or(OperatorError::WorkspaceNotFound(id))?;
    Ok(workspace_at(&row, 1))
}

pub(super) async fn tenant(
    store: &PostgresStore,
    id: WorkspaceId,
) -> Result<Tenant, OperatorError> {
    let sql = "SELECT pk FROM core_api.workspaces WHERE workspace_id = $1 AND deleted_at IS NULL";
    let rows = store.operate(sql, &[&id.uuid()]).await?;
    let row = rows.first().ok_or(OperatorError::WorkspaceNotFound(id))?;
    Ok(Tenant::of(id, row.get(0)))
}
