//! Compares the kept counts with what is there.

use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::WorkspaceId;
use wellhead_core::record::Kind;
use wellhead_core::recount::{Counted, Miscount, Number};

use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// The counts that are wrong, which `repair` makes right. `None` if there is no such workspace.
pub(super) fn recount(
    connection: &Connection,
    id: WorkspaceId,
    repair: bool,
) -> rusqlite::Result<Option<Vec<Miscount>>> {
    let sql = "SELECT pk FROM workspaces WHERE workspace_id = :id";
    let found = prepare(connection, sql)?
        .query_row(named_params! { ":id": id.uuid() }, |row| row.get(0))
        .optional()?;
    let Some(workspace) = found else {
        return Ok(None);
    };
    let mut miscounts = Vec::new();
    for kind in Kind::ALL {
        let of_links = of_links(connection, workspace, kind)?;
        if repair && !of_links.is_empty() {
            repair_links(connection, workspace, kind)?;
        }
        let of_records = of_records(connection, workspace, kind)?;
        if let (true, Some(miscount)) = (repair, of_records) {
            let sql = "INSERT INTO record_counts (workspace_pk, record, active, deleted)
                VALUES (:workspace, :record, :active, :deleted)
                ON CONFLICT DO UPDATE SET active = excluded.active, deleted = excluded.deleted";
            let Number { active, deleted } = miscount.found;
            prepare(connection, sql)?.execute(named_params! {
                ":workspace": workspace, ":record": kind.as_str(), ":active": active, ":deleted": deleted,
            })?;
        }
        miscounts.extend(of_links);
        miscounts.extend(of_records);
    }
    Ok(Some(miscounts))
}

/// The query for what a workspace's streams of one kind should be.
fn streams(kind: Kind) -> String {
    let links = LinkTable::of(kind).links;
    format!(
        "SELECT w.pk AS connector, l.direction, count(*) - count(l.deleted_at) AS active,
            count(l.deleted_at) AS deleted, min(l.created_at) AS oldest_at, max(l.created_at) AS newest_at
        FROM workspace_connectors w JOIN {links} l ON l.workspace_connector_pk = w.pk
        WHERE w.workspace_pk = :workspace GROUP BY 1, 2"
    )
}

fn of_links(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
) -> rusqlite::Result<Vec<Miscount>> {
    let sql = format!(
        "SELECT w.workspace_connector_id, ifnull(t.direction, f.direction),
            ifnull(t.active, 0), ifnull(t.deleted, 0), ifnull(f.active, 0), ifnull(f.deleted, 0)
        FROM (SELECT * FROM streams WHERE workspace_pk = :workspace AND record = '{kind}') t
        FULL JOIN ({}) f ON f.connector = t.workspace_connector_pk AND f.direction = t.direction
        JOIN workspace_connectors w ON w.pk = ifnull(t.workspace_connector_pk, f.connector)
        WHERE (ifnull(t.active, 0), ifnull(t.deleted, 0)) <> (ifnull(f.active, 0), ifnull(f.deleted, 0))
            OR f.oldest_at < t.oldest_at OR f.newest_at > t.newest_at
        ORDER BY w.pk, 2",
        streams(kind)
    );
    prepare(connection, &sql)?
        .query_map(named_params! { ":workspace": workspace }, |row| {
            Ok(Miscount {
                of: Counted::Links(row::id(row, 0)?, kind, row::label(row, 1)?),
                kept: number(row, 2)?,
                found: number(row, 4)?,
            })
        })?
        .collect()
}

fn repair_links(connection: &Connection, workspace: i64, kind: Kind) -> rusqlite::Result<()> {
    let sql = "DELETE FROM streams WHERE workspace_pk = :workspace AND record = :record";
    prepare(connection, sql)?
        .execute(named_params! { ":workspace": workspace, ":record": kind.as_str() })?;
    let sql = format!(
        "INSERT INTO streams
            (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
        SELECT :workspace, '{kind}', f.* FROM ({}) f",
        streams(kind)
    );
    prepare(connection, &sql)?.execute(named_params! { ":workspace": workspace })?;
    Ok(())
}

fn of_records(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
) -> rusqlite::Result<Option<Miscount>> {
    let records = LinkTable::of(kind).records;
    let sql = format!(
        "SELECT ifnull(t.active, 0), ifnull(t.deleted, 0), f.active, f.deleted
        FROM (
            SELECT count(*) - count(deleted_at) AS active, count(deleted_at) AS deleted
            FROM {records} WHERE workspace_pk = :workspace
        ) f
        LEFT JOIN record_counts t ON t.workspace_pk = :workspace AND t.record = '{kind}'
        WHERE (ifnull(t.active, 0), ifnull(t.deleted, 0)) <> (f.active, f.deleted)"
    );
    prepare(connection, &sql)?
        .query_row(named_params! { ":workspace": workspace }, |row| {
            Ok(Miscount {
                of: Counted::Records(kind),
                kept: number(row, 0)?,
                found: number(row, 2)?,
            })
        })
        .optional()
}

fn number(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Number> {
    Ok(Number {
        active: row.get(first)?,
        deleted: row.get(first + 1)?,
    })
}
