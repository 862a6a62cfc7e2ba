//! Removes a whole workspace, in steps.

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use wellhead_core::id::WorkspaceId;
use wellhead_core::privacy::removal::{Contents, DeletedWorkspace, RowCounts};
use wellhead_core::store::{OperatorError, StoreError};
use wellhead_core::time::Timestamp;

use super::operation::{Operation, Pace};
use crate::PostgresStore;
use crate::error::failed;
use crate::row::{At, count, id as read_id, time, time_or_null};
use crate::slice::limit;
use crate::workspaces::{COLUMNS, workspace};

/// How often a step is tried before a conflict counts as a failure.
const ATTEMPTS: usize = 10;

pub(super) async fn contents(
    store: &PostgresStore,
    id: WorkspaceId,
) -> Result<Contents, OperatorError> {
    let sql = format!("SELECT {COLUMNS} FROM core_api.workspaces WHERE workspace_id = $1");
    let found = store.operate(&sql, &[&id.uuid()]).await?;
    let found = found.first().ok_or(OperatorError::WorkspaceNotFound(id))?;
    let sql = "SELECT c.name, c.number FROM core_api.workspace_contents($1) c";
    let mut rows = RowCounts::default();
    for row in store.operate_unhurried(sql, &[&id.uuid()]).await? {
        rows.add(row.get(0), count(&row, 1));
    }
    Ok(Contents {
        workspace: workspace(found),
        rows,
    })
}

pub(super) async fn close(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
) -> Result<DeletedWorkspace, OperatorError> {
    let sql = "WITH closed AS ( \
           UPDATE core_api.workspaces SET deleted_at = $2, updated_at = $2 \
           WHERE workspace_id = $1 AND deleted_at IS NULL RETURNING pk), \
         revoked AS ( \
           UPDATE core_api.api_keys k SET revoked_at = coalesce(k.revoked_at, $2) \
           FROM closed WHERE k.workspace_pk = closed.pk) \
         INSERT INTO core_api.deleted_workspaces (workspace_id, deleted_as, begun_at, removed) \
         SELECT $1, 'operator', $2, '{}' FROM closed";
    store.operate(sql, &[&id.uuid(), &At(at)]).await?;
    let sql = format!("{SELECT} WHERE workspace_id = $1");
    let rows = store.operate(&sql, &[&id.uuid()]).await?;
    let row = rows.first().ok_or(OperatorError::WorkspaceNotFound(id))?;
    Ok(read(row)?)
}

pub(super) async fn empty(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    most: usize,
) -> Result<DeletedWorkspace, OperatorError> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        match step(store, at, id, most).await {
            Ok(removal) => return Ok(removal),
            Err(Failure::Database(error)) if attempt < ATTEMPTS && is_conflict(&error) => {}
            Err(Failure::Database(error)) => return Err(failed(error).into()),
            Err(Failure::Other(error)) => return Err(error),
        }
    }
}

/// Why a step failed.
enum Failure {
    Database(tokio_postgres::Error),
    Other(OperatorError),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

/// Whether somebody who was at work when the workspace was closed has written what the step did not see.
fn is_conflict(error: &tokio_postgres::Error) -> bool {
    let conflicts = [
        SqlState::FOREIGN_KEY_VIOLATION,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
    ];
    error.code().is_some_and(|code| conflicts.contains(code))
}

/// One transaction.
async fn step(
    store: &PostgresStore,
    at: Timestamp,
    id: WorkspaceId,
    most: usize,
) -> Result<DeletedWorkspace, Failure> {
    let mut client = store.operator.get().await?;
    let operation = Operation::begin(&mut client, Pace::Unhurried).await?;
    let sql = format!("{SELECT} WHERE workspace_id = $1 FOR UPDATE");
    let found = operation.query(&sql, &[&id.uuid()]).await??;
    let found = found.first();
    let found = found.ok_or(Failure::Other(OperatorError::WorkspaceNotFound(id)))?;
    let mut removal = read(found)?;
    if removal.completed_at.is_some() {
        return Ok(removal);
    }
    let sql = "SELECT e.name, e.number FROM core_api.workspace_empty($1, $2) e";
    let most = limit(most.max(1));
    for row in operation.query(sql, &[&id.uuid(), &most]).await?? {
        removal.removed.add(row.get(0), count(&row, 1));
    }
    let sql = "SELECT FROM core_api.workspaces WHERE workspace_id = $1";
    if operation.query(sql, &[&id.uuid()]).await??.is_empty() {
        removal.completed_at = Some(at.max(removal.begun_at));
    }
    let sql = "UPDATE core_api.deleted_workspaces SET removed = $2::text::jsonb, completed_at = $3 \
               WHERE workspace_id = $1";
    let completed_at = removal.completed_at.map(At);
    operation
        .query(sql, &[&id.uuid(), &removal.removed.stored(), &completed_at])
        .await??;
    operation.commit().await?;
    client.answered();
    Ok(removal)
}

const SELECT: &str =
    "SELECT workspace_id, begun_at, completed_at, removed::text FROM core_api.deleted_workspaces";

fn read(row: &Row) -> Result<DeletedWorkspace, StoreError> {
    let removed = RowCounts::from_stored(row.get(3));
    Ok(DeletedWorkspace {
        id: read_id(row, 0),
        begun_at: time(row, 1),
        completed_at: time_or_null(row, 2),
        removed: removed.map_err(|error| StoreError::Failed(error.into()))?,
    })
}

pub(super) async fn deleted(store: &PostgresStore) -> Result<Vec<DeletedWorkspace>, OperatorError> {
    let sql = format!("{SELECT} ORDER BY begun_at, workspace_id");
    let rows = store.operate(&sql, &[]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
