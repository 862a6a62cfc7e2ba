use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::journal::{Act, Change, Changes, Expired, Place};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::state::Subjects;
use crate::cause::cause;
use crate::row;
use crate::statement::prepare;

/// The head of a journal, and what is known of one place in it.
struct Head {
    newest: u64,
    forgotten: Place,
    /// The time of the row that has the position, or of the last one before it.
    at: Option<Timestamp>,
}

impl Head {
    fn look(connection: &Connection, tenant: Tenant, at: u64) -> rusqlite::Result<Self> {
        let sql = "SELECT head, forgotten, forgotten_at, (
                SELECT at FROM journal WHERE workspace_pk = :workspace AND position <= :position
                ORDER BY position DESC LIMIT 1)
            FROM journal_heads WHERE workspace_pk = :workspace";
        let position = i64::try_from(at).unwrap_or(i64::MAX);
        prepare(connection, sql)?.query_row(
            named_params! { ":workspace": tenant.pk(), ":position": position },
            |row| {
                Ok(Self {
                    newest: row::count(row, 0)?,
                    forgotten: Place {
                        position: row::count(row, 1)?,
                        at: row::time_or_null(row, 2)?,
                    },
                    at: row::time_or_null(row, 3)?,
                })
            },
        )
    }

    /// Whether the journal goes on from `place`.
    fn has(&self, place: Place) -> bool {
        let known = if place.position == self.forgotten.position {
            self.forgotten.at
        } else {
            self.at
        };
        (self.forgotten.position..=self.newest).contains(&place.position)
            && (place.at.is_none() || place.at == known)
    }
}

/// A row with as many positions as `pk`s.
struct JournalRow {
    position: u64,
    at: Timestamp,
    kind: Kind,
    is_link: bool,
    act: Act,
    reason: Option<Grounds>,
    cause: Cause,
    pks: Vec<i64>,
}

fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    let (bytes, _) = row.get_ref(8)?.as_blob()?.as_chunks();
    Ok(JournalRow {
        position: row::count(row, 0)?,
        at: row::time(row, 1)?,
        kind: row::label(row, 2)?,
        is_link: row.get(3)?,
        act: row::label(row, 4)?,
        reason: row::label_or_null(row, 5)?,
        cause: cause(row, 6)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?,
        pks: bytes.iter().map(|pk| i64::from_be_bytes(*pk)).collect(),
    })
}

pub(super) fn read(
    connection: &Connection,
    tenant: Tenant,
    after: Place,
    most: usize,
) -> rusqlite::Result<Result<Changes, Expired>> {
    let snapshot = connection.unchecked_transaction()?;
    let head = Head::look(&snapshot, tenant, after.position)?;
    if !head.has(after) {
        return Ok(Err(Expired {
            oldest: head.forgotten,
            head: head.newest,
        }));
    }
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let wanted = after.position + 1..=after.position.saturating_add(most).min(head.newest);
    let rows = rows(&snapshot, tenant, *wanted.start(), *wanted.end())?;
    let mut subjects = Subjects::default();
    let mut changes = Vec::new();
    for row in &rows {
        let places = (row.position..).zip(&row.pks);
        for (position, pk) in places.filter(|(position, _)| wanted.contains(position)) {
            let place = Place {
                position,
                at: Some(row.at),
            };
            changes.push(Change {
                place,
                at: row.at,
                act: row.act,
                reason: row.reason,
                cause: row.cause,
                subject: subjects.changed(
                    &snapshot,
                    row.kind,
                    row.is_link,
                    *pk,
                    row.act,
                    row.at,
                )?,
            });
        }
    }
    let upto = changes.last().map_or(
        Place {
            at: after.at.or(head.at),
            ..after
        },
        |change| change.place,
    );
    Ok(Ok(Changes {
        changes,
        upto,
        head: head.newest,
    }))
}

/// The rows that have the positions from `first` to `last`, without the changes before and after.
fn rows(
    connection: &Connection,
    tenant: Tenant,
    first: u64,
    last: u64,
) -> rusqlite::Result<Vec<JournalRow>> {
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
            journal_row,
        )?
        .collect()
}

pub(super) fn head(connection: &Connection, tenant: Tenant) -> rusqlite::Result<Place> {
    let head = Head::look(connection, tenant, u64::MAX)?;
    Ok(Place {
        position: head.newest,
        at: head.at.or(head.forgotten.at),
    })
}
