use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::audit::Entry;
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::key::{Key, TokenHash};
use wellhead_core::store::OperatorError;
use wellhead_core::tenant::{Role, Tenant};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::Done;
use crate::audit::append;
use crate::error::Undone;
use crate::statement::prepare;
use crate::{row, workspaces};

/// Selects keys with their workspaces; [`key`] reads a row.
const SELECT: &str = "SELECT k.api_key_id, w.workspace_id, k.role, k.created_at, k.revoked_at
    FROM api_keys k CROSS JOIN workspaces w ON w.pk = k.workspace_pk";

fn key(row: &Row<'_>) -> rusqlite::Result<Key> {
    Ok(Key {
        id: row::id(row, 0)?,
        workspace: row::id(row, 1)?,
        role: row::label(row, 2)?,
        created_at: row::time(row, 3)?,
        revoked_at: row::time_or_null(row, 4)?,
    })
}

pub(super) fn create(
    connection: &Connection,
    at: Timestamp,
    id: KeyId,
    workspace: WorkspaceId,
    role: Role,
    hash: TokenHash,
    audited: Entry,
) -> Done<Key> {
    let workspace_pk = workspaces::pk(connection, workspace)?
        .ok_or(Undone::Refused(OperatorError::WorkspaceNotFound(workspace)))?;
    let sql = "INSERT INTO api_keys (api_key_id, workspace_pk, role, token_hash, created_at)
        VALUES (:id, :workspace, :role, :hash, :at)";
    prepare(connection, sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":workspace": workspace_pk,
        ":role": role.as_str(),
        ":hash": hash.0,
        ":at": at.as_micros(),
    })?;
    append(
        connection,
        Tenant::of(workspace, workspace_pk),
        vec![audited],
    )?;
    Ok(Key {
        id,
        workspace,
        role,
        created_at: at,
        revoked_at: None,
    })
}

/// The keys of one workspace or of all; the workspace's id if it does not exist.
pub(super) fn list(
    connection: &Connection,
    workspace: Option<WorkspaceId>,
) -> rusqlite::Result<Result<Vec<Key>, WorkspaceId>> {
    let order = "ORDER BY k.created_at, k.api_key_id";
    let Some(id) = workspace else {
        let sql = format!("{SELECT} {order}");
        return prepare(connection, &sql)?
            .query_map([], key)?
            .collect::<Result<_, _>>()
            .map(Ok);
    };
    let Some(pk) = workspaces::pk(connection, id)? else {
        return Ok(Err(id));
    };
    let sql = format!("{SELECT} WHERE k.workspace_pk = :workspace {order}");
    prepare(connection, &sql)?
        .query_map(named_params! { ":workspace": pk }, key)?
        .collect::<Result<_, _>>()
        .map(Ok)
}

pub(super) fn revoke(
    connection: &Connection,
    at: Timestamp,
    id: KeyId,
    audited: Entry,
) -> Done<Key> {
    let sql = "UPDATE api_keys SET revoked_at = :at WHERE api_key_id = :id AND revoked_at IS NULL";
    prepare(connection, sql)?.execute(named_params! { ":id": id.uuid(), ":at": at.as_micros() })?;
    let sql = format!("{SELECT} WHERE k.api_key_id = :id");
    let key = prepare(connection, &sql)?
        .query_row(named_params! { ":id": id.uuid() }, key)
        .optional()?
        .ok_or(Undone::Refused(OperatorError::KeyNotFound(id)))?;
    if let Some(pk) = workspaces::pk(connection, key.workspace)? {
        append(connection, Tenant::of(key.workspace, pk), vec![audited])?;
    }
    Ok(key)
}
