use std::num::NonZeroU32;

use rusqlite::types::Null;
use rusqlite::{Connection, Row, ToSql, named_params};
use wellhead_core::audit::Entry;
use wellhead_core::id::WorkspaceId;
use wellhead_core::limits::{LimitChanges, WorkspaceLimits};
use wellhead_core::resource::{ExternalId, Name, Times, Workspace, WorkspaceSize};
use wellhead_core::store::OperatorError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::Done;
use crate::audit::append;
use crate::change::UPDATED_AT;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;
use crate::workspaces::{COLUMNS, NUMBER, pk, workspace};

pub(super) fn create(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    name: Name,
    external_id: Option<ExternalId>,
    audited: Entry,
) -> Done<Workspace> {
    let sql =
        "INSERT INTO workspaces (workspace_id, name, external_workspace_id, created_at, updated_at)
        VALUES (:id, :name, :external_id, :at, :at)";
    prepare(connection, sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":name": name.as_str(),
        ":external_id": external_id.as_ref().map(ExternalId::as_str),
        ":at": at.as_micros(),
    })?;
    let tenant = Tenant::of(id, connection.last_insert_rowid());
    append(connection, tenant, vec![audited])?;
    Ok(Workspace {
        id,
        name,
        external_id,
        times: Times {
            created_at: at,
            updated_at: Some(at),
            deleted_at: None,
        },
        suspended_at: None,
        limits: WorkspaceLimits::default(),
    })
}

pub(super) fn list(connection: &Connection) -> rusqlite::Result<Vec<Workspace>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM workspaces WHERE deleted_at IS NULL ORDER BY created_at, workspace_id"
    );
    prepare(connection, &sql)?
        .query_map([], workspace)?
        .collect()
}

pub(super) fn sizes(
    connection: &Connection,
    at: Timestamp,
) -> rusqlite::Result<Vec<(Workspace, WorkspaceSize)>> {
    let sql = format!(
        "SELECT {COLUMNS},
            (SELECT max(ifnull(sum(active), 0), 0) FROM record_counts WHERE workspace_pk = w.pk),
            (SELECT max(ifnull(sum(active), 0), 0) FROM streams WHERE workspace_pk = w.pk),
            (SELECT count(*) FROM api_keys k INDEXED BY idx_api_keys_good
             WHERE k.workspace_pk = w.pk AND k.revoked_at IS NULL
                 AND ifnull(k.expires_at, 9223372036854775807) > :at)
        FROM workspaces w WHERE deleted_at IS NULL ORDER BY created_at, workspace_id"
    );
    let read = |row: &Row<'_>| {
        let size = WorkspaceSize {
            records: row::count(row, NUMBER)?,
            links: row::count(row, NUMBER + 1)?,
            keys: row::count(row, NUMBER + 2)?,
        };
        Ok((workspace(row)?, size))
    };
    prepare(connection, &sql)?
        .query_map(named_params! { ":at": at.as_micros() }, read)?
        .collect()
}

pub(super) fn rename(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    name: &Name,
    audited: Entry,
) -> Done<Workspace> {
    change(connection, at, id, "name = :to", name.as_str(), audited)
}

pub(super) fn suspend(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    audited: Entry,
) -> Done<Workspace> {
    let suspended = "suspended_at = ifnull(suspended_at, :to)";
    change(connection, at, id, suspended, at.as_micros(), audited)
}

pub(super) fn resume(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    audited: Entry,
) -> Done<Workspace> {
    change(connection, at, id, "suspended_at = :to", Null, audited)
}

pub(super) fn limit(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    changes: LimitChanges,
    audited: Entry,
) -> Done<Workspace> {
    let pk = existing(connection, id)?;
    let sql = format!("SELECT {COLUMNS} FROM workspaces WHERE pk = :pk");
    let found = prepare(connection, &sql)?.query_row(named_params! { ":pk": pk }, workspace)?;
    let WorkspaceLimits { rates, quotas } = changes.applied(found.limits);
    let sql = format!(
        "UPDATE workspaces SET requests_per_second = :requests, max_deliveries = :deliveries, max_records = :records,
            max_links = :links, updated_at = {UPDATED_AT}
        WHERE pk = :pk RETURNING {COLUMNS}"
    );
    let most = |quota: Option<u64>| quota.map(|it| i64::try_from(it).unwrap_or(i64::MAX));
    let values = named_params! {
        ":pk": pk,
        ":at": at.as_micros(),
        ":requests": rates.requests_per_second.map(NonZeroU32::get),
        ":deliveries": rates.deliveries.map(NonZeroU32::get),
        ":records": most(quotas.records),
        ":links": most(quotas.links),
    };
    let limited = prepare(connection, &sql)?.query_row(values, workspace)?;
    append(connection, Tenant::of(id, pk), vec![audited])?;
    Ok(limited)
}

fn existing(connection: &Connection, id: WorkspaceId) -> Done<i64> {
    pk(connection, id)?.ok_or(Undone::Refused(OperatorError::WorkspaceNotFound(id)))
}

/// Sets something of a workspace to `:to`.
fn change(
    connection: &Connection,
    at: Timestamp,
    id: WorkspaceId,
    set: &str,
    to: impl ToSql,
    audited: Entry,
) -> Done<Workspace> {
    let pk = existing(connection, id)?;
    let sql = format!(
        "UPDATE workspaces SET {set}, updated_at = {UPDATED_AT} WHERE pk = :pk RETURNING {COLUMNS}"
    );
    let values = named_params! { ":pk": pk, ":at": at.as_micros(), ":to": to };
    let changed = prepare(connection, &sql)?.query_row(values, workspace)?;
    append(connection, Tenant::of(id, pk), vec![audited])?;
    Ok(changed)
}
