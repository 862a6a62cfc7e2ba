use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::audit::Entry;
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::key::{Key, KeyRotation, NewKey, Rotated};
use wellhead_core::resource::Name;
use wellhead_core::store::{OperatorError, StoreError};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::row;
use super::workspaces::tenant;
use crate::PostgresStore;
use crate::keys::{COLUMNS, INSERT, REVOKE, key_at, lifetime, rotate_sql, rotated};
use crate::row::{At, id as read_id};

/// Selects a key `k` of a statement with its workspace; [`key`] reads a row.
fn with_workspace(statement: &str) -> String {
    format!(
        "WITH k AS ({statement} RETURNING k.*) \
         SELECT w.pk, w.workspace_id, {COLUMNS} FROM k JOIN core_api.workspaces w ON w.pk = k.workspace_pk"
    )
}

/// Reads a row of a workspace's `pk` and id, and a key of it.
fn key(row: &Row) -> Result<Key, StoreError> {
    key_at(row, 2, read_id(row, 1))
}

pub(super) async fn create(
    store: &PostgresStore,
    at: Timestamp,
    workspace: WorkspaceId,
    new: NewKey,
    audited: Entry,
) -> Result<Key, OperatorError> {
    let tenant = tenant(store, workspace).await?;
    let made = store
        .operate_audited(
            &with_workspace(INSERT),
            &[
                &new.id.uuid(),
                tenant.pk(),
                &new.role.as_str(),
                &new.name.as_ref().map(Name::as_str),
                &&new.hash.0[..],
                &new.prefix.as_str(),
                &At(at),
                &new.expires_at.map(At),
                &lifetime(&new, at),
            ],
            audited,
        )
        .await?;
    Ok(key(row(made.as_ref())?)?)
}

pub(super) async fn list(
    store: &PostgresStore,
    workspace: Option<WorkspaceId>,
) -> Result<Vec<Key>, OperatorError> {
    if let Some(id) = workspace {
        tenant(store, id).await?;
    }
    let sql = format!(
        "SELECT w.pk, w.workspace_id, {COLUMNS} FROM core_api.api_keys k \
         JOIN core_api.workspaces w ON w.pk = k.workspace_pk \
         WHERE $1::uuid IS NULL OR w.workspace_id = $1 ORDER BY k.created_at, k.api_key_id"
    );
    let workspace: Option<Uuid> = workspace.map(WorkspaceId::uuid);
    let rows = store.operate(&sql, &[&workspace]).await?;
    Ok(rows.iter().map(key).collect::<Result<_, _>>()?)
}

pub(super) async fn rotate(
    store: &PostgresStore,
    at: Timestamp,
    id: KeyId,
    rotation: &KeyRotation,
    audited: Entry,
) -> Result<Rotated, OperatorError> {
    let made = store
        .operate_audited(
            &rotate_sql(""),
            &[
                &id.uuid(),
                &At(at),
                &At(rotation.until),
                &rotation.successor.uuid(),
                &&rotation.hash.0[..],
                &rotation.prefix.as_str(),
            ],
            audited,
        )
        .await?;
    let Some(row) = made else {
        let sql = "SELECT FROM core_api.api_keys k WHERE k.api_key_id = $1";
        let found = store.operate(sql, &[&id.uuid()]).await?;
        return Err(match found.first() {
            Some(_) => OperatorError::KeyHasEnded(id),
            None => OperatorError::KeyNotFound(id),
        });
    };
    Ok(rotated(&row, at, rotation)?)
}

pub(super) async fn revoke(
    store: &PostgresStore,
    at: Timestamp,
    id: KeyId,
    audited: Entry,
) -> Result<Key, OperatorError> {
    let revoked = store
        .operate_audited(&with_workspace(REVOKE), &[&id.uuid(), &At(at)], audited)
        .await?;
    Ok(key(&revoked.ok_or(OperatorError::KeyNotFound(id))?)?)
}
