//! What stays of records that are gone.

use rusqlite::{OptionalExtension, named_params};
use wellhead_core::privacy::retention::{Place, Removed};
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::step::{Step, Visited, after};
use crate::statement::prepare;
use crate::table::{IdentityTable, LinkTable};

/// The condition that the record `r`, which was soft-deleted, is a tombstone: it was not merged, and has no links any
/// more.
fn is_tombstone(kind: Kind) -> String {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    format!(
        "r.survivor_pk IS NULL AND NOT EXISTS (SELECT 1 FROM {links} t WHERE t.{record_pk} = r.pk)"
    )
}

/// Removes tombstones that nothing refers to that is kept, with what is left of their links, identities and merges. As of
/// links, the newest record of all stays.
pub(super) fn tombstones(
    step: &Step<'_>,
    here: Place,
    most: usize,
    removed: &mut Removed,
) -> rusqlite::Result<Visited> {
    let cutoff = step.rules.cutoff(here.holding, step.since);
    let Some((cutoff, kind)) = cutoff.zip(here.holding.kind()) else {
        return Ok(Visited::NOTHING);
    };
    let (connection, tenant) = (step.change.connection, step.change.tenant);
    let LinkTable {
        links,
        record_pk,
        records,
        ..
    } = LinkTable::of(kind);
    let of_range = format!(
        "FROM {records} r INDEXED BY idx_{records}_workspace_deleted
        WHERE r.workspace_pk = :workspace AND r.deleted_at IS NOT NULL
            AND r.created_at > :after AND r.created_at <= :upto"
    );
    let sql = format!("SELECT r.created_at {of_range} ORDER BY r.created_at LIMIT 1 OFFSET :most");
    let (workspace, after, upto) = (tenant.pk(), after(here), cutoff.as_micros() - 1);
    let last: Option<i64> = prepare(connection, &sql)?
        .query_row(
            named_params! {
                ":workspace": workspace, ":after": after, ":upto": upto,
                ":most": i64::try_from(most.saturating_sub(1)).unwrap_or(i64::MAX),
            },
            |row| row.get(0),
        )
        .optional()?;
    let is_over = format!(
        "r.deleted_at < :cutoff AND {} AND r.pk < (SELECT max(pk) FROM {records})
            AND NOT EXISTS (SELECT 1 FROM {links} l INDEXED BY idx_{links}_record_created
                WHERE l.{record_pk} = r.pk AND (l.deleted_at IS NULL OR l.deleted_at >= :cutoff))
            AND NOT EXISTS (SELECT 1 FROM link_history h INDEXED BY idx_link_history_record
                WHERE h.record = '{kind}' AND h.record_pk = r.pk AND h.until >= :cutoff)
            AND NOT EXISTS (SELECT 1 FROM {records} o INDEXED BY idx_{records}_survivor WHERE o.survivor_pk = r.pk)
            AND NOT EXISTS (SELECT 1 FROM merges m
                WHERE m.workspace_pk = :workspace AND m.record = '{kind}' AND m.moved_at IS NULL)",
        is_tombstone(kind)
    );
    let sql = format!("SELECT r.pk, {is_over} {of_range}");
    let mut statement = prepare(connection, &sql)?;
    let found = statement.query_map(
        named_params! {
            ":workspace": workspace, ":after": after, ":upto": last.unwrap_or(upto), ":cutoff": cutoff.as_micros(),
        },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let found: Vec<(i64, bool)> = found.collect::<rusqlite::Result<_>>()?;
    let over: Vec<i64> = found
        .iter()
        .filter_map(|(pk, is_over)| is_over.then_some(*pk))
        .collect();
    if !over.is_empty() && !step.dry_run {
        remove(step, kind, &over)?;
    }
    step.count(here, cutoff, over.len() as u64, removed)?;
    Ok(Visited {
        looked: found.len(),
        more: last.map(|last| Place {
            after: Some(Timestamp::from_micros(last)),
            ..here
        }),
    })
}

/// Removes records with all that refers to them.
fn remove(step: &Step<'_>, kind: Kind, pks: &[i64]) -> rusqlite::Result<()> {
    let connection = step.change.connection;
    let LinkTable {
        links,
        record_pk,
        records,
        ..
    } = LinkTable::of(kind);
    let identities = IdentityTable::of(kind).identities;
    let these = "IN (SELECT value FROM json_each(:pks))";
    let sql = format!(
        "SELECT pk FROM merges WHERE record = '{kind}' AND survivor_pk {these}
        UNION SELECT m.pk FROM merged_records o CROSS JOIN merges m ON m.pk = o.merge_pk
        WHERE o.record_pk {these} AND m.record = '{kind}'"
    );
    let mut merges = prepare(connection, &sql)?;
    let merges = merges.query_map(named_params! { ":pks": json(pks) }, |row| row.get(0))?;
    let merges: Vec<i64> = merges.collect::<rusqlite::Result<_>>()?;
    let history = format!("DELETE FROM link_history WHERE record = '{kind}'");
    for (sql, pks) in [
        (
            format!("DELETE FROM merged_records WHERE merge_pk {these}"),
            &merges[..],
        ),
        (format!("DELETE FROM merges WHERE pk {these}"), &merges),
        (
            format!("{history} AND link_pk IN (SELECT pk FROM {links} WHERE {record_pk} {these})"),
            pks,
        ),
        (format!("{history} AND record_pk {these}"), pks),
        (
            format!("DELETE FROM {links} WHERE {record_pk} {these}"),
            pks,
        ),
        (
            format!("DELETE FROM {identities} WHERE {record_pk} {these}"),
            pks,
        ),
        (
            format!(
                "UPDATE recalls SET record_pk = NULL WHERE record = '{kind}' AND record_pk {these}"
            ),
            pks,
        ),
        (format!("DELETE FROM {records} WHERE pk {these}"), pks),
    ] {
        prepare(connection, &sql)?.execute(named_params! { ":pks": json(pks) })?;
    }
    Ok(())
}

fn json(pks: &[i64]) -> String {
    format!("{pks:?}")
}
