//! Compares the kept counts with what is there.

use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::WorkspaceId;
use wellhead_core::record::Kind;
use wellhead_core::recount::{Counted, Miscount, Number};

use crate::provenance::{fold_of, misled};
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
        miscounts.extend(of_hours(connection, workspace, kind, repair)?);
        miscounts.extend(of_ways(connection, workspace, kind, repair)?);
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
        "SELECT w.workspace_connector_id, s.direction,
            sum(s.kept_active), sum(s.kept_deleted), sum(s.active), sum(s.deleted)
        FROM (
            SELECT t.workspace_connector_pk AS connector, t.direction, t.active AS kept_active, t.deleted AS kept_deleted,
                0 AS active, 0 AS deleted, t.oldest_at AS kept_oldest, t.newest_at AS kept_newest,
                NULL AS oldest_at, NULL AS newest_at
            FROM streams t WHERE t.workspace_pk = :workspace AND t.record = '{kind}'
            UNION ALL
            SELECT f.connector, f.direction, 0, 0, f.active, f.deleted, NULL, NULL, f.oldest_at, f.newest_at FROM ({}) f
        ) s
        JOIN workspace_connectors w ON w.pk = s.connector
        GROUP BY w.pk, s.direction
        HAVING (sum(s.kept_active), sum(s.kept_deleted)) <> (sum(s.active), sum(s.deleted))
            OR max(s.oldest_at) < max(s.kept_oldest) OR max(s.newest_at) > max(s.kept_newest)
        ORDER BY w.pk, s.direction",
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

/// The hours of each stream that are wrong.
fn of_hours(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
    repair: bool,
) -> rusqlite::Result<Vec<Miscount>> {
    let links = LinkTable::of(kind).links;
    let sql = format!(
        "SELECT w.workspace_connector_id, h.direction, w.pk, h.hour, sum(h.kept), sum(h.found)
        FROM (
            SELECT w.pk AS connector, k.direction, k.hour, k.links AS kept, 0 AS found
            FROM workspace_connectors w JOIN stream_hours k ON k.workspace_connector_pk = w.pk
            WHERE w.workspace_pk = :workspace AND k.record = '{kind}'
            UNION ALL
            SELECT w.pk, l.direction, l.created_at / 3600000000, 0, count(*)
            FROM workspace_connectors w JOIN {links} l ON l.workspace_connector_pk = w.pk
            WHERE w.workspace_pk = :workspace GROUP BY 1, 2, 3
        ) h
        JOIN workspace_connectors w ON w.pk = h.connector
        GROUP BY w.pk, h.direction, h.hour HAVING sum(h.kept) <> sum(h.found)
        ORDER BY w.pk, h.direction"
    );
    let mut statement = prepare(connection, &sql)?;
    let wrong = statement.query_map(named_params! { ":workspace": workspace }, |row| {
        let of = Counted::Hours(row::id(row, 0)?, kind, row::label(row, 1)?);
        Ok((of, Hour::read(row)?))
    })?;
    let wrong: Vec<(Counted, Hour)> = wrong.collect::<rusqlite::Result<_>>()?;
    let mut miscounts: Vec<Miscount> = Vec::new();
    for (of, hour) in wrong {
        if repair {
            let sql =
                "INSERT INTO stream_hours (workspace_connector_pk, record, direction, hour, links)
                VALUES (:connector, :record, :direction, :hour, :links)
                ON CONFLICT DO UPDATE SET links = excluded.links";
            prepare(connection, sql)?.execute(named_params! {
                ":connector": hour.connector, ":record": kind.as_str(), ":direction": hour.direction,
                ":hour": hour.since_1970, ":links": hour.found,
            })?;
        }
        let none = Number {
            active: 0,
            deleted: 0,
        };
        if miscounts.last().is_none_or(|last| last.of != of) {
            miscounts.push(Miscount {
                of,
                kept: none,
                found: none,
            });
        }
        if let Some(last) = miscounts.last_mut() {
            last.kept.active += hour.kept;
            last.found.active += hour.found;
        }
    }
    Ok(miscounts)
}

/// A wrong hour of a stream.
struct Hour {
    connector: i64,
    direction: String,
    since_1970: i64,
    kept: i64,
    found: i64,
}

impl Hour {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            direction: row.get(1)?,
            connector: row.get(2)?,
            since_1970: row.get(3)?,
            kept: row.get(4)?,
            found: row.get(5)?,
        })
    }
}

/// How many records and ways are counted wrongly.
fn of_ways(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
    repair: bool,
) -> rusqlite::Result<Option<Miscount>> {
    let misled = misled(connection, workspace, kind)?;
    let sql = "SELECT count(*) FROM ways w
        LEFT JOIN (
            SELECT way_pk, count(*) AS records FROM record_ways
            WHERE workspace_pk = :workspace AND record = :record GROUP BY way_pk
        ) r ON r.way_pk = w.pk
        WHERE w.workspace_pk = :workspace AND w.record = :record AND w.records <> ifnull(r.records, 0)";
    let of = named_params! { ":workspace": workspace, ":record": kind.as_str() };
    let off: i64 = prepare(connection, sql)?.query_row(of, |row| row.get(0))?;
    let number = off + i64::try_from(misled.len()).unwrap_or(i64::MAX);
    if number == 0 {
        return Ok(None);
    }
    if repair {
        let sql = "INSERT INTO unfolded (workspace_pk, record, record_pk)
            VALUES (:workspace, :record, :pk) ON CONFLICT DO NOTHING";
        for pk in misled {
            prepare(connection, sql)?.execute(named_params! {
                ":workspace": workspace, ":record": kind.as_str(), ":pk": pk,
            })?;
        }
        while fold_of(connection, workspace, usize::MAX)? > 0 {}
        let sql =
            "UPDATE ways SET records = 0 WHERE workspace_pk = :workspace AND record = :record";
        prepare(connection, sql)?.execute(of)?;
        let sql = "UPDATE ways SET records = r.records
            FROM (
                SELECT way_pk, count(*) AS records FROM record_ways
                WHERE workspace_pk = :workspace AND record = :record GROUP BY way_pk
            ) r
            WHERE r.way_pk = ways.pk";
        prepare(connection, sql)?.execute(of)?;
    }
    Ok(Some(Miscount {
        of: Counted::Ways(kind),
        kept: Number {
            active: number,
            deleted: 0,
        },
        found: Number {
            active: 0,
            deleted: 0,
        },
    }))
}

fn number(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Number> {
    Ok(Number {
        active: row.get(first)?,
        deleted: row.get(first + 1)?,
    })
}
