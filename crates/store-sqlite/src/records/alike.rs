//! The records that share a key with others.

use rusqlite::{Connection, named_params};
use wellhead_core::identity::{Alike, Likeness, SharedKey};
use wellhead_core::page::{Looked, Position, Positioned, Slice};
use wellhead_core::record::{Kind, Record};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::record;
use crate::look::look;
use crate::row;
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;
use crate::table::RecordTable;

/// An active record and its keys, one for each likeness.
struct Keyed {
    pk: i64,
    place: Position,
    keys: Vec<Option<String>>,
}

impl Positioned for Keyed {
    fn position(&self) -> Position {
        self.place
    }
}

/// The index of a key.
fn index(kind: Kind, of: Likeness) -> String {
    let sql = kind.sql();
    match of {
        Likeness::Email => format!("idx_{}_email", sql.records),
        Likeness::Name => sql.name_index.to_owned(),
    }
}

pub(super) fn alike(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    by: &[Likeness],
    slice: Slice,
    most: usize,
) -> rusqlite::Result<Looked<Alike>> {
    let snapshot = connection.unchecked_transaction()?;
    look(
        slice,
        most,
        |slice| keyed(&snapshot, tenant, kind, by, slice),
        |one| {
            let mut keys = Vec::new();
            for (of, text) in by.iter().zip(&one.keys) {
                if let Some(text) = text
                    && is_shared(&snapshot, tenant, kind, *of, text, one.pk)?
                {
                    let text = text.clone();
                    keys.push(SharedKey { of: *of, text });
                }
            }
            let place = one.place;
            Ok((!keys.is_empty()).then_some(Alike { place, keys }))
        },
    )
}

/// The active records of the slice.
fn keyed(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    by: &[Likeness],
    slice: Slice,
) -> rusqlite::Result<Vec<Keyed>> {
    let RecordTable { records, id, .. } = RecordTable::of(kind);
    let keys = by.iter().map(|of| [", ", of.column()].concat());
    let sql = format!(
        "SELECT pk, created_at, {id}{} FROM {records} INDEXED BY idx_{records}_workspace_active
        WHERE workspace_pk = :workspace AND deleted_at IS NULL AND {} {}",
        keys.collect::<String>(),
        within("created_at", id),
        first("created_at", id, slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = bounds.values();
    values.push((":workspace", tenant.pk()));
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], |row| {
            let keys = (3..3 + by.len()).map(|column| row.get(column));
            Ok(Keyed {
                pk: row.get(0)?,
                place: Position {
                    created_at: row::time(row, 1)?,
                    id: row.get(2)?,
                },
                keys: keys.collect::<rusqlite::Result<_>>()?,
            })
        })?
        .collect()
}

/// Whether an active record but this one has the key.
fn is_shared(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    of: Likeness,
    key: &str,
    pk: i64,
) -> rusqlite::Result<bool> {
    let (column, index) = (of.column(), index(kind, of));
    let records = RecordTable::of(kind).records;
    let sql = format!(
        "SELECT 1 FROM {records} INDEXED BY {index}
        WHERE workspace_pk = :workspace AND {column} = :key AND deleted_at IS NULL AND pk <> :pk LIMIT 1"
    );
    let values = named_params! { ":workspace": tenant.pk(), ":key": key, ":pk": pk };
    prepare(connection, &sql)?.exists(values)
}

pub(super) fn sharing(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    of: Likeness,
    keys: &[String],
    most: usize,
) -> rusqlite::Result<Vec<Record>> {
    let snapshot = connection.unchecked_transaction()?;
    let (column, index) = (of.column(), index(kind, of));
    let RecordTable {
        records,
        id,
        columns,
        ..
    } = RecordTable::of(kind);
    let sql = format!(
        "SELECT {columns} FROM {records} INDEXED BY {index}
        WHERE workspace_pk = :workspace AND {column} = :key AND deleted_at IS NULL
        ORDER BY {column}, {id} LIMIT :most"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut found = Vec::new();
    let mut statement = prepare(&snapshot, &sql)?;
    for key in keys {
        let values = named_params! { ":workspace": tenant.pk(), ":key": key, ":most": most };
        for one in statement.query_map(values, |row| record(row, kind))? {
            found.push(one?);
        }
    }
    Ok(found)
}
