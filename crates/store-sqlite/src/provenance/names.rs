//! What connectors call a record, and called it in the past.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, named_params};
use wellhead_core::identity::Stay;
use wellhead_core::record::Kind;
use wellhead_core::resource::{ExternalId, KnownAs, Past};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::row;
use crate::statement::prepare;
use crate::table::IdentityTable;

/// The present names. Those that ended with the record are still the deleted one's.
pub(super) fn now(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    record: i64,
) -> rusqlite::Result<Vec<KnownAs>> {
    let IdentityTable {
        identities,
        record_pk,
        records,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "SELECT w.workspace_connector_id, i.external_id, i.created_at FROM {records} p
        CROSS JOIN {identities} i INDEXED BY idx_{identities}_record ON i.{record_pk} = p.pk
        CROSS JOIN workspace_connectors w ON w.pk = i.workspace_connector_pk AND w.workspace_pk = :workspace
        WHERE p.pk = :record AND i.deleted_at IS p.deleted_at"
    );
    let values = named_params! { ":record": record, ":workspace": tenant.pk() };
    prepare(connection, &sql)?
        .query_map(values, known_as)?
        .collect()
}

/// The names that the record had in the past. A merge gave it those of the others, and whatever undid the merge took them
/// away; while it was part of another record, it had none.
pub(crate) fn then(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    record: i64,
    past: Past,
) -> rusqlite::Result<Vec<KnownAs>> {
    let away = away(connection, kind, record)?;
    let homes = homes(connection, kind, record)?;
    let IdentityTable {
        identities,
        record_pk,
        records,
        ..
    } = IdentityTable::of(kind);
    let ended = match past {
        Past::AsOf(_) => format!(
            "nullif(i.deleted_at, (SELECT p.deleted_at FROM {records} p WHERE p.pk = :record))"
        ),
        Past::Within { .. } => "i.deleted_at".to_owned(),
    };
    let sql = format!(
        "SELECT w.workspace_connector_id, i.external_id, i.created_at, {ended}, ifnull(i.home_pk, i.{record_pk})
        FROM {identities} i INDEXED BY idx_{identities}_record
        CROSS JOIN workspace_connectors w ON w.pk = i.workspace_connector_pk AND w.workspace_pk = :workspace
        WHERE i.{record_pk} = :owner AND :record = :record"
    );
    let mut names = prepare(connection, &sql)?;
    let mut found = Vec::new();
    for owner in owners(connection, records, homes.keys())? {
        let values =
            named_params! { ":owner": owner, ":record": record, ":workspace": tenant.pk() };
        let mut rows = names.query(values)?;
        while let Some(row) = rows.next()? {
            let was = stay(row, 2)?;
            let at_home = homes.get(&row.get(4)?).into_iter().flatten();
            if at_home
                .map(|it| it.and(was))
                .any(|it| it.is_seen(&away, past))
            {
                found.push(known_as(row)?);
            }
        }
    }
    Ok(found)
}

/// Whose names were the record's, and when: its own, and those of the records that were merged into it.
fn homes(
    connection: &Connection,
    kind: Kind,
    record: i64,
) -> rusqlite::Result<BTreeMap<i64, Vec<Stay>>> {
    let always = Stay {
        since: Timestamp::MIN,
        until: None,
    };
    let mut homes = BTreeMap::from([(record, vec![always])]);
    let sql =
        "SELECT m.created_at, m.undone_at, r.record_pk FROM merges m INDEXED BY idx_merges_survivor
        CROSS JOIN merged_records r ON r.merge_pk = m.pk
        WHERE m.survivor_pk = :record AND m.record = :kind";
    let mut statement = prepare(connection, sql)?;
    let mut rows = statement.query(named_params! { ":record": record, ":kind": kind.as_str() })?;
    while let Some(row) = rows.next()? {
        homes.entry(row.get(2)?).or_default().push(stay(row, 0)?);
    }
    Ok(homes)
}

/// Who has the names of these records now.
fn owners<'a>(
    connection: &Connection,
    records: &str,
    homes: impl Iterator<Item = &'a i64>,
) -> rusqlite::Result<BTreeSet<i64>> {
    let sql = format!("SELECT ifnull(survivor_pk, pk) FROM {records} WHERE pk = :pk");
    let mut owner = prepare(connection, &sql)?;
    homes
        .map(|pk| owner.query_row(named_params! { ":pk": pk }, |row| row.get(0)))
        .collect()
}

/// When the record was part of another one.
fn away(connection: &Connection, kind: Kind, record: i64) -> rusqlite::Result<Vec<Stay>> {
    let sql = "SELECT m.created_at, m.undone_at FROM merged_records r INDEXED BY idx_merged_records_record
        CROSS JOIN merges m ON m.pk = r.merge_pk
        WHERE r.record_pk = :record AND m.record = :kind";
    prepare(connection, sql)?
        .query_map(
            named_params! { ":record": record, ":kind": kind.as_str() },
            |row| stay(row, 0),
        )?
        .collect()
}

fn known_as(row: &Row<'_>) -> rusqlite::Result<KnownAs> {
    Ok(KnownAs {
        workspace_connector: row::id(row, 0)?,
        external_id: ExternalId::from_stored(row.get(1)?),
        since: row::time(row, 2)?,
    })
}

/// Reads when something began and ended, from this column on.
fn stay(row: &Row<'_>, first: usize) -> rusqlite::Result<Stay> {
    Ok(Stay {
        since: row::time(row, first)?,
        until: row::time_or_null(row, first + 1)?,
    })
}
