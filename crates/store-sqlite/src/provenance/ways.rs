//! The kept ways of records, and the fold that keeps them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, FlowCount, Flows, Reach, WayEnd};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Adds up the kept ways of the workspace's records, and those of the records that are not folded, if they are at most so many.
pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    deleted: Deleted,
    most: u64,
) -> rusqlite::Result<FlowCount> {
    let snapshot = connection.unchecked_transaction()?;
    let workspace = *tenant.pk();
    let mut ways: BTreeMap<String, i64> = BTreeMap::new();
    let sql = "SELECT ends, records FROM ways WHERE workspace_pk = :workspace AND record = :record";
    let mut statement = prepare(&snapshot, sql)?;
    let of = named_params! { ":workspace": workspace, ":record": kind.as_str() };
    let mut rows = statement.query(of)?;
    while let Some(row) = rows.next()? {
        ways.insert(row.get(0)?, row.get(1)?);
    }
    let behind = unfolded(&snapshot, workspace, kind)?;
    let reach = if behind > most {
        Reach::Behind(behind)
    } else {
        let sql = "SELECT u.record_pk, w.ends FROM unfolded u
            LEFT JOIN record_ways r
                ON r.workspace_pk = u.workspace_pk AND r.record = u.record AND r.record_pk = u.record_pk
            LEFT JOIN ways w ON w.pk = r.way_pk
            WHERE u.workspace_pk = :workspace AND u.record = :record";
        let mut statement = prepare(&snapshot, sql)?;
        let mut rows = statement.query(of)?;
        while let Some(row) = rows.next()? {
            if let Some(ends) = row.get::<_, Option<String>>(1)? {
                *ways.entry(ends).or_default() -= 1;
            }
            if let Some(ends) = ends(&snapshot, workspace, kind, row.get(0)?)? {
                *ways.entry(ends).or_default() += 1;
            }
        }
        Reach::Whole
    };
    let connectors = connectors(&snapshot, workspace)?;
    let mut flows = Flows::default();
    for (ends, records) in ways.iter().filter(|(_, records)| **records > 0) {
        let ends = ends.split(' ').filter_map(|code| code.parse().ok());
        flows.add_way(
            ends.map(WayEnd::of),
            records.cast_unsigned(),
            deleted,
            &connectors,
        );
    }
    Ok(FlowCount { flows, reach })
}

/// How many records are not folded.
fn unfolded(connection: &Connection, workspace: i64, kind: Kind) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM unfolded WHERE workspace_pk = :workspace AND record = :record";
    let of = named_params! { ":workspace": workspace, ":record": kind.as_str() };
    prepare(connection, sql)?.query_row(of, |row| row::count(row, 0))
}

fn connectors(
    connection: &Connection,
    workspace: i64,
) -> rusqlite::Result<HashMap<i64, WorkspaceConnectorId>> {
    let sql = "SELECT pk, workspace_connector_id FROM workspace_connectors WHERE workspace_pk = :workspace";
    prepare(connection, sql)?
        .query_map(named_params! { ":workspace": workspace }, |row| {
            Ok((row.get(0)?, row::id(row, 1)?))
        })?
        .collect()
}

/// The ends of the way that a record goes now, as they are kept. `None` if it has no links of the workspace.
fn ends(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
    record: i64,
) -> rusqlite::Result<Option<String>> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT l.workspace_connector_pk, l.direction, l.deleted_at IS NOT NULL
        FROM {links} l INDEXED BY idx_{links}_record_created
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{record_pk} = :record AND w.workspace_pk = :workspace"
    );
    let values = named_params! { ":record": record, ":workspace": workspace };
    let mut statement = prepare(connection, &sql)?;
    let ends = statement.query_map(values, |row| {
        let direction: Direction = row::label(row, 1)?;
        let (connector, is_deleted) = (row.get(0)?, row.get(2)?);
        let end = WayEnd {
            connector,
            direction,
            is_deleted,
        };
        Ok(end.code())
    })?;
    let ends: BTreeSet<i64> = ends.collect::<rusqlite::Result<_>>()?;
    let ends: Vec<String> = ends.iter().map(i64::to_string).collect();
    Ok(Some(ends.join(" ")).filter(|ends| !ends.is_empty()))
}

/// Looks up the ways of some of the records that are noted, at most so many, and counts the records there. Returns how many
/// records it looked at.
pub(crate) fn fold_of(
    connection: &Connection,
    workspace: i64,
    most: usize,
) -> rusqlite::Result<usize> {
    let sql = "SELECT record, record_pk FROM unfolded WHERE workspace_pk = :workspace LIMIT :most";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut statement = prepare(connection, sql)?;
    let due = statement.query_map(
        named_params! { ":workspace": workspace, ":most": most },
        |row| Ok((row::label(row, 0)?, row.get(1)?)),
    )?;
    let due: Vec<(Kind, i64)> = due.collect::<rusqlite::Result<_>>()?;
    for &(kind, record) in &due {
        reroute(connection, workspace, kind, record)?;
        let sql = "DELETE FROM unfolded
            WHERE workspace_pk = :workspace AND record = :kind AND record_pk = :record";
        prepare(connection, sql)?.execute(
            named_params! { ":workspace": workspace, ":kind": kind.as_str(), ":record": record },
        )?;
    }
    Ok(due.len())
}

/// Counts a record on the way that it goes now.
fn reroute(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
    record: i64,
) -> rusqlite::Result<()> {
    let sql = "SELECT w.pk, w.ends FROM record_ways r JOIN ways w ON w.pk = r.way_pk
        WHERE r.workspace_pk = :workspace AND r.record = :kind AND r.record_pk = :record";
    let of = named_params! { ":workspace": workspace, ":kind": kind.as_str(), ":record": record };
    let was = prepare(connection, sql)?.query_row(of, |row| Ok((row.get(0)?, row.get(1)?)));
    let was: Option<(i64, String)> = was.optional()?;
    let goes = ends(connection, workspace, kind, record)?;
    if was.as_ref().map(|(_, ends)| ends) == goes.as_ref() {
        return Ok(());
    }
    if let Some((way, _)) = was {
        let sql = "UPDATE ways SET records = records - 1 WHERE pk = :way";
        prepare(connection, sql)?.execute(named_params! { ":way": way })?;
        let sql = "DELETE FROM ways WHERE pk = :way AND records <= 0";
        prepare(connection, sql)?.execute(named_params! { ":way": way })?;
    }
    let Some(ends) = goes else {
        let sql = "DELETE FROM record_ways
            WHERE workspace_pk = :workspace AND record = :kind AND record_pk = :record";
        prepare(connection, sql)?.execute(of)?;
        return Ok(());
    };
    let sql = "INSERT INTO ways (workspace_pk, record, ends, records) VALUES (:workspace, :kind, :ends, 1)
        ON CONFLICT DO UPDATE SET records = records + 1 RETURNING pk";
    let way: i64 = prepare(connection, sql)?.query_row(
        named_params! { ":workspace": workspace, ":kind": kind.as_str(), ":ends": ends },
        |row| row.get(0),
    )?;
    let sql = "INSERT INTO record_ways (workspace_pk, record, record_pk, way_pk)
        VALUES (:workspace, :kind, :record, :way) ON CONFLICT DO UPDATE SET way_pk = excluded.way_pk";
    prepare(connection, sql)?.execute(
        named_params! { ":workspace": workspace, ":kind": kind.as_str(), ":record": record, ":way": way },
    )?;
    Ok(())
}

/// The records that are counted on another way than they go, and that no fold is about to look at.
pub(crate) fn misled(
    connection: &Connection,
    workspace: i64,
    kind: Kind,
) -> rusqlite::Result<Vec<i64>> {
    let sql = format!(
        "SELECT p.pk, w.ends FROM (
            SELECT pk FROM {records} WHERE workspace_pk = :workspace
            UNION
            SELECT record_pk FROM record_ways WHERE workspace_pk = :workspace AND record = :kind
        ) p
        LEFT JOIN record_ways r ON r.workspace_pk = :workspace AND r.record = :kind AND r.record_pk = p.pk
        LEFT JOIN ways w ON w.pk = r.way_pk
        WHERE NOT EXISTS (
            SELECT 1 FROM unfolded u
            WHERE u.workspace_pk = :workspace AND u.record = :kind AND u.record_pk = p.pk)",
        records = LinkTable::of(kind).records
    );
    let mut statement = prepare(connection, &sql)?;
    let values = named_params! { ":workspace": workspace, ":kind": kind.as_str() };
    let mut rows = statement.query(values)?;
    let mut misled = Vec::new();
    while let Some(row) = rows.next()? {
        let record = row.get(0)?;
        if row.get::<_, Option<String>>(1)? != ends(connection, workspace, kind, record)? {
            misled.push(record);
        }
    }
    Ok(misled)
}
