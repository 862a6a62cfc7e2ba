//! Removes a whole workspace, in steps.

mod tables;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::id::WorkspaceId;
use wellhead_core::privacy::removal::{Contents, DeletedWorkspace, RowCounts};
use wellhead_core::store::OperatorError;
use wellhead_core::time::Timestamp;

use self::tables::{Table, tables};
use super::Done;
use crate::error::Undone;
use crate::retention::removing;
use crate::row;
use crate::statement::prepare;
use crate::workspaces::{COLUMNS, workspace};

/// The `pk` of a workspace, closed or not, and whether it is closed.
fn find(connection: &Connection, id: WorkspaceId) -> rusqlite::Result<Option<(i64, bool)>> {
    let sql = "SELECT pk, deleted_at IS NOT NULL FROM workspaces WHERE workspace_id = :id";
    prepare(connection, sql)?
        .query_row(named_params! { ":id": id.uuid() }, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}

pub(super) fn contents(
    connection: &Connection,
    id: WorkspaceId,
) -> rusqlite::Result<Option<Contents>> {
    let snapshot = connection.unchecked_transaction()?;
    let Some((pk, _)) = find(&snapshot, id)? else {
        return Ok(None);
    };
    let sql = format!("SELECT {COLUMNS} FROM workspaces WHERE pk = :pk");
    let workspace = prepare(&snapshot, &sql)?.query_row(named_params! { ":pk": pk }, workspace)?;
    let mut rows = RowCounts::default();
    for Table { name, owned, .. } in tables() {
        let sql = format!("SELECT count(*) FROM {name} t WHERE {owned}");
        let number = prepare(&snapshot, &sql)?
            .query_row(named_params! { ":workspace": pk }, |row| row::count(row, 0))?;
        rows.add(name, number);
    }
    Ok(Some(Contents { workspace, rows }))
}

pub(super) fn close(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
) -> Done<DeletedWorkspace> {
    let Some((pk, is_closed)) = find(connection, id)? else {
        return Err(Undone::Refused(OperatorError::WorkspaceNotFound(id)));
    };
    if !is_closed {
        let values = named_params! { ":pk": pk, ":at": at.as_micros() };
        for sql in [
            "UPDATE workspaces SET deleted_at = :at, updated_at = :at WHERE pk = :pk",
            "UPDATE api_keys SET revoked_at = ifnull(revoked_at, :at) WHERE workspace_pk = :pk",
        ] {
            prepare(connection, sql)?.execute(values)?;
        }
        let sql = "INSERT INTO deleted_workspaces (workspace_id, deleted_as, begun_at, removed)
            VALUES (:id, 'operator', :at, '{}')";
        prepare(connection, sql)?
            .execute(named_params! { ":id": id.uuid(), ":at": at.as_micros() })?;
    }
    removal(connection, id)
}

pub(super) fn empty(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    most: usize,
) -> Done<DeletedWorkspace> {
    let mut removal = removal(connection, id)?;
    let Some((pk, _)) = find(connection, id)? else {
        return Ok(removal);
    };
    // The audit log lets only go what it has forgotten.
    let sql =
        "UPDATE audit_heads SET forgotten = head, forgotten_hash = hash WHERE workspace_pk = :pk";
    prepare(connection, sql)?.execute(named_params! { ":pk": pk })?;
    let mut left = most.max(1);
    removing(connection, pk, || {
        // From the first table on, each time: somebody who was at work when the workspace was closed may have written since.
        for table in tables() {
            let (Table { name, key, owned }, free) = (&table, table.and_is_free());
            let sql = format!(
                "DELETE FROM {name} WHERE ({key}) IN (
                    SELECT {key} FROM {name} t WHERE {owned} {free} LIMIT :most)"
            );
            let mut statement = prepare(connection, &sql)?;
            // Rows of one table may have to go one after the other.
            while left > 0 {
                let most = i64::try_from(left).unwrap_or(i64::MAX);
                let values = named_params! { ":workspace": pk, ":most": most };
                let number = statement.execute(values)?;
                removal.removed.add(name, number as u64);
                left -= number;
                if number == 0 {
                    break;
                }
            }
        }
        Ok(())
    })?;
    if find(connection, id)?.is_none() {
        removal.completed_at = Some(at.max(removal.begun_at));
    }
    let sql = "UPDATE deleted_workspaces SET removed = :removed, completed_at = :completed_at
        WHERE workspace_id = :id";
    prepare(connection, sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":removed": removal.removed.stored(),
        ":completed_at": removal.completed_at.map(Timestamp::as_micros),
    })?;
    Ok(removal)
}

const SELECT: &str = "SELECT workspace_id, begun_at, completed_at, removed FROM deleted_workspaces";

fn read(row: &Row<'_>) -> rusqlite::Result<DeletedWorkspace> {
    let removed = RowCounts::from_stored(row.get_ref(3)?.as_str()?);
    Ok(DeletedWorkspace {
        id: row::id(row, 0)?,
        begun_at: row::time(row, 1)?,
        completed_at: row::time_or_null(row, 2)?,
        removed: removed.map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(3, Type::Text, error.into())
        })?,
    })
}

/// What is known of the removal of a workspace.
fn removal(connection: &Connection, id: WorkspaceId) -> Done<DeletedWorkspace> {
    let sql = format!("{SELECT} WHERE workspace_id = :id");
    let found = prepare(connection, &sql)?
        .query_row(named_params! { ":id": id.uuid() }, read)
        .optional()?;
    found.ok_or(Undone::Refused(OperatorError::WorkspaceNotFound(id)))
}

pub(super) fn deleted(connection: &Connection) -> rusqlite::Result<Vec<DeletedWorkspace>> {
    let sql = format!("{SELECT} ORDER BY begun_at, workspace_id");
    prepare(connection, &sql)?.query_map([], read)?.collect()
}
