use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::journal::{Changes, Entry, Expired, Head, Heading, Place};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::state::Subjects;
use crate::cause::cause;
use crate::row;
use crate::statement::prepare;

fn look(connection: &Connection, tenant: Tenant, at: u64) -> rusqlite::Result<Head> {
    let sql = "SELECT head, forgotten, forgotten_at, (
            SELECT at FROM journal WHERE workspace_pk = :workspace AND position <= :position
            ORDER BY position DESC LIMIT 1)
        FROM journal_heads WHERE workspace_pk = :workspace";
    let position = i64::try_from(at).unwrap_or(i64::MAX);
    prepare(connection, sql)?.query_row(
        named_params! { ":workspace": tenant.pk(), ":position": position },
        |row| {
            Ok(Head {
                position: row::count(row, 0)?,
                forgotten: Place {
                    position: row::count(row, 1)?,
                    at: row::time_or_null(row, 2)?,
                },
                at: row::time_or_null(row, 3)?,
            })
        },
    )
}

/// Reads the position of a row's first change, and the row.
fn entry(row: &Row<'_>) -> rusqlite::Result<(u64, Entry)> {
    let heading = Heading {
        at: row::time(row, 1)?,
        kind: row::label(row, 2)?,
        is_link: row.get(3)?,
        act: row::label(row, 4)?,
        reason: row::label_or_null(row, 5)?,
        cause: cause(row, 6)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?,
    };
    let (bytes, _) = row.get_ref(8)?.as_blob()?.as_chunks();
    let pks = bytes.iter().map(|pk| i64::from_be_bytes(*pk)).collect();
    Ok((row::count(row, 0)?, Entry { heading, pks }))
}

pub(super) fn read(
    connection: &Connection,
    tenant: Tenant,
    after: Place,
    most: usize,
) -> rusqlite::Result<Result<Changes, Expired>> {
    let snapshot = connection.unchecked_transaction()?;
    let head = look(&snapshot, tenant, after.position)?;
    if !head.has(after) {
        return Ok(Err(head.expired()));
    }
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let last = after.position.saturating_add(most).min(head.position);
    let mut subjects = Subjects::default();
    let mut changes = Vec::new();
    for (first, entry) in rows(&snapshot, tenant, after.position + 1, last)? {
        let subject = |heading: &_, pk| subjects.changed(&snapshot, heading, pk);
        changes.extend(entry.changes(first, subject)?);
    }
    Ok(head.leading(after, changes))
}

/// The rows that have the positions from `first` to `last`, without the changes before and after.
fn rows(
    connection: &Connection,
    tenant: Tenant,
    first: u64,
    last: u64,
) -> rusqlite::Result<Vec<(u64, Entry)>> {
    let sql = "SELECT max(position) FROM journal
        WHERE workspace_pk = :workspace AND position <= :first";
    let start: Option<i64> = prepare(connection, sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":first": first.cast_signed() },
            |row| row.get(0),
        )
        .optional()?
        .flatten();
    let sql = "SELECT max(position, :first), at, record, is_link, act, reason, cause_as, cause_by,
            substr(pks, 8 * max(:first - position, 0) + 1, 8 * (:last - max(position, :first) + 1))
        FROM journal
        WHERE workspace_pk = :workspace AND position BETWEEN :start AND :last ORDER BY position";
    prepare(connection, sql)?
        .query_map(
            named_params! {
                ":workspace": tenant.pk(),
                ":start": start.unwrap_or(0),
                ":first": first.cast_signed(),
                ":last": last.cast_signed(),
            },
            entry,
        )?
        .collect()
}

pub(super) fn head(connection: &Connection, tenant: Tenant) -> rusqlite::Result<Place> {
    Ok(look(connection, tenant, u64::MAX)?.newest())
}
