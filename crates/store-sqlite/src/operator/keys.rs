use rusqlite::{Connection, named_params};
use wellhead_core::audit::Entry;
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::key::{Key, KeyRotation, NewKey, Rotated};
use wellhead_core::store::OperatorError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::Done;
use crate::audit::append;
use crate::error::Undone;
use crate::keys::{SELECT, find, insert, key, mark, replace};
use crate::statement::prepare;
use crate::workspaces;

pub(super) fn create(
    connection: &Connection,
    at: Timestamp,
    workspace: WorkspaceId,
    new: &NewKey,
    audited: Entry,
) -> Done<Key> {
    let workspace_pk = workspaces::pk(connection, workspace)?
        .ok_or(Undone::Refused(OperatorError::WorkspaceNotFound(workspace)))?;
    let tenant = Tenant::of(workspace, workspace_pk);
    let made = insert(connection, tenant, at, new)?;
    append(connection, tenant, vec![audited])?;
    Ok(made)
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

pub(super) fn rotate(
    connection: &Connection,
    at: Timestamp,
    id: KeyId,
    rotation: &KeyRotation,
    audited: Entry,
) -> Done<Rotated> {
    let missing = || Undone::Refused(OperatorError::KeyNotFound(id));
    let found = find(connection, id)?.ok_or_else(missing)?;
    if found.has_ended(at) {
        return Err(Undone::Refused(OperatorError::KeyHasEnded(id)));
    }
    let rotated = replace(connection, at, id, rotation)?.ok_or_else(missing)?;
    note(connection, &rotated.key, audited)?;
    Ok(rotated)
}

pub(super) fn revoke(
    connection: &Connection,
    at: Timestamp,
    id: KeyId,
    audited: Entry,
) -> Done<Key> {
    let key = mark(connection, at, id)?.ok_or(Undone::Refused(OperatorError::KeyNotFound(id)))?;
    note(connection, &key, audited)?;
    Ok(key)
}

/// Adds to the log of a key's workspace what was done to it.
fn note(connection: &Connection, key: &Key, audited: Entry) -> rusqlite::Result<()> {
    if let Some(pk) = workspaces::pk(connection, key.workspace)? {
        append(connection, Tenant::of(key.workspace, pk), vec![audited])?;
    }
    Ok(())
}
