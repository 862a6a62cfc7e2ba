//! Compares the kept counts with what is there.

use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::WorkspaceId;
use wellhead_core::record::Kind;
use wellhead_core::recount::{Counted, Miscount, Number};

use crate::provenance::{Sums, fold_of, misled};
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
    if repair {
        // A fold adds an end to the kept ones of who only joined a stream, be they right or wrong. So nothing may wait to be
        // folded.
        fold_all(connection, workspace)?;
    }
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
            SELECT u.workspace_connector_pk, u.direction, u.hour, u.made, 0
            FROM unfolded u WHERE u.workspace_pk = :workspace AND u.record = '{kind}'
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
            // A note of no record: the fold counts it in the hours of the stream and of the workspace.
            let sql = "INSERT INTO unfolded VALUES (:workspace, :record, 0, :connector, :direction, :hour, :made, 0)";
            prepare(connection, sql)?.execute(named_params! {
                ":workspace": workspace, ":record": kind.as_str(), ":connector": hour.connector,
                ":direction": hour.direction, ":hour": hour.since_1970, ":made": hour.found - hour.kept,
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
    if repair && !miscounts.is_empty() {
        fold_all(connection, workspace)?;
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

/// How many records are counted on a wrong way, and how many sums and hours of the workspace are wrong.
fn of_ways(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
    repair: bool,
) -> rusqlite::Result<Option<Miscount>> {
    let misled = misled(connection, workspace, kind)?;
    let off = wrong_sums(connection, workspace, kind)? + wrong_hours(connection, workspace, kind)?;
    let number = off + i64::try_from(misled.len()).unwrap_or(i64::MAX);
    if number == 0 {
        return Ok(None);
    }
    if repair {
        let sql = "INSERT INTO unfolded VALUES (:workspace, :record, :pk, 0, 'input', -1, 0, 0)";
        for pk in misled {
            prepare(connection, sql)?.execute(named_params! {
                ":workspace": workspace, ":record": kind.as_str(), ":pk": pk,
            })?;
        }
        fold_all(connection, workspace)?;
        let of = named_params! { ":workspace": workspace, ":record": kind.as_str() };
        for sql in [
            "DELETE FROM flow_sums WHERE workspace_pk = :workspace AND record = :record".to_owned(),
            "DELETE FROM workspace_hours WHERE workspace_pk = :workspace AND record = :record"
                .to_owned(),
            format!(
                "INSERT INTO workspace_hours SELECT :workspace, :record, d.* FROM ({HOURS_DUE}) d"
            ),
        ] {
            prepare(connection, &sql)?.execute(of)?;
        }
        sums_due(connection, workspace, kind)?.keep(connection, workspace)?;
    }
    Ok(Some(Miscount {
        of: Counted::Flows(kind),
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

fn fold_all(connection: &Connection, workspace: i64) -> rusqlite::Result<()> {
    while fold_of(connection, workspace, 10_000)? > 0 {}
    Ok(())
}

/// What the sums of a workspace should be, by the ends that are kept with its records.
fn sums_due(connection: &Connection, workspace: i64, kind: Kind) -> rusqlite::Result<Sums> {
    let sql = "SELECT ends, count(*) FROM record_ways
        WHERE workspace_pk = :workspace AND record = :record GROUP BY ends";
    let mut sums = Sums::default();
    let mut statement = prepare(connection, sql)?;
    let mut rows =
        statement.query(named_params! { ":workspace": workspace, ":record": kind.as_str() })?;
    while let Some(row) = rows.next()? {
        let ends: String = row.get(0)?;
        sums.add(kind, Some(&ends), row.get(1)?);
    }
    Ok(sums)
}

/// How many kept sums are wrong.
fn wrong_sums(connection: &Connection, workspace: i64, kind: Kind) -> rusqlite::Result<i64> {
    let due = sums_due(connection, workspace, kind)?;
    let kept = Sums::kept(connection, workspace, kind)?;
    Ok(i64::try_from(due.differences(&kept)).unwrap_or(i64::MAX))
}

/// What a workspace's hours should be, by those of its streams.
const HOURS_DUE: &str = "SELECT h.direction, h.hour, sum(h.links) AS links
    FROM workspace_connectors w JOIN stream_hours h ON h.workspace_connector_pk = w.pk
    WHERE w.workspace_pk = :workspace AND h.record = :record GROUP BY 1, 2 HAVING sum(h.links) <> 0";

/// How many hours of the workspace are wrong.
fn wrong_hours(connection: &Connection, workspace: i64, kind: Kind) -> rusqlite::Result<i64> {
    let sql = format!(
        "SELECT count(*) FROM (
            SELECT direction, hour FROM (
                SELECT direction, hour, links FROM workspace_hours
                WHERE workspace_pk = :workspace AND record = :record
                UNION ALL
                SELECT d.direction, d.hour, -d.links FROM ({HOURS_DUE}) d
            )
            GROUP BY direction, hour HAVING sum(links) <> 0
        )"
    );
    let of = named_params! { ":workspace": workspace, ":record": kind.as_str() };
    prepare(connection, &sql)?.query_row(of, |row| row.get(0))
}

fn number(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Number> {
    Ok(Number {
        active: row.get(first)?,
        deleted: row.get(first + 1)?,
    })
}
