use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::audit::Entry;
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::key::{Key, TokenHash};
use wellhead_core::store::{OperatorError, StoreError};
use wellhead_core::tenant::Role;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::row;
use super::workspaces::tenant;
use crate::PostgresStore;
use crate::row::{At, id as read_id, label, time, time_or_null};

/// The columns of [`key`]: of a key `k` and its workspace `w`.
const KEY: &str = "w.pk, w.workspace_id, k.api_key_id, k.role::text, k.created_at, k.revoked_at";

/// Reads a row of [`KEY`].
fn key(row: &Row) -> Result<Key, StoreError> {
    Ok(Key {
        workspace: read_id(row, 1),
        id: read_id(row, 2),
        role: label(row, 3)?,
        created_at: time(row, 4),
        revoked_at: time_or_null(row, 5),
    })
}

pub(super) async fn create(
    store: &PostgresStore,
    at: Timestamp,
    id: KeyId,
    workspace: WorkspaceId,
    role: Role,
    hash: TokenHash,
    audited: Entry,
) -> Result<Key, OperatorError> {
    let tenant = tenant(store, workspace).await?;
    let sql = format!(
        "WITH k AS ( \
           INSERT INTO core_api.api_keys (api_key_id, workspace_pk, role, token_hash, created_at) \
           VALUES ($1, $2, '{role}', $3, $4) RETURNING *) \
         SELECT {KEY} FROM k JOIN core_api.workspaces w ON w.pk = k.workspace_pk"
    );
    let made = store
        .operate_audited(
            &sql,
            &[&id.uuid(), tenant.pk(), &&hash.0[..], &At(at)],
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
        "SELECT {KEY} FROM core_api.api_keys k \
         JOIN core_api.workspaces w ON w.pk = k.workspace_pk \
         WHERE $1::uuid IS NULL OR w.workspace_id = $1 ORDER BY k.created_at, k.api_key_id"
    );
    let workspace: Option<Uuid> = workspace.map(WorkspaceId::uuid);
    let rows = store.operate(&sql, &[&workspace]).await?;
    Ok(rows.iter().map(key).collect::<Result<_, _>>()?)
}

pub(super) async fn revoke(
    store: &PostgresStore,
    at: Timestamp,
    id: KeyId,
    audited: Entry,
) -> Result<Key, OperatorError> {
    let sql = format!(
        "WITH k AS ( \
           UPDATE core_api.api_keys SET revoked_at = coalesce(revoked_at, $2) \
           WHERE api_key_id = $1 RETURNING *) \
         SELECT {KEY} FROM k JOIN core_api.workspaces w ON w.pk = k.workspace_pk"
    );
    let revoked = store
        .operate_audited(&sql, &[&id.uuid(), &At(at)], audited)
        .await?;
    Ok(key(&revoked.ok_or(OperatorError::KeyNotFound(id))?)?)
}
