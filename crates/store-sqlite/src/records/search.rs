use std::iter;

use rusqlite::{Connection, named_params};
use wellhead_core::record::{Kind, Record, Search};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{by_external_id, record};
use crate::statement::prepare;
use crate::table::RecordTable;

pub(super) fn search(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    search: &Search,
    limit: usize,
) -> rusqlite::Result<Vec<Record>> {
    let RecordTable {
        records,
        id,
        columns,
        ..
    } = RecordTable::of(kind);
    let snapshot = connection.unchecked_transaction()?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut found: Vec<_> = by_external_id(&snapshot, tenant, kind, search.external_id())?
        .map(|(_, record)| record)
        .into_iter()
        .collect();
    // Indexes, and what they are of.
    let shown = (kind.sql().name_index, "name_key".to_owned());
    let further = kind.declaration().search.iter();
    let further = further.map(|key| (key.index, format!("lower({})", key.field)));
    for (index, name) in iter::once(shown).chain(further) {
        let sql = format!(
            "SELECT {columns} FROM {records} INDEXED BY {index}
            WHERE workspace_pk = :workspace AND deleted_at IS NULL AND {name} >= :begin AND {name} < :end
            ORDER BY {name}, {id} LIMIT :limit"
        );
        for begin in search.beginnings() {
            let values = named_params! {
                ":workspace": tenant.pk(),
                ":begin": begin,
                ":end": Search::end(begin),
                ":limit": limit,
            };
            let mut statement = prepare(&snapshot, &sql)?;
            for one in statement.query_map(values, |row| record(row, kind))? {
                found.push(one?);
            }
        }
    }
    found.sort_by_cached_key(Search::place);
    found.dedup_by_key(|record| record.id);
    Ok(found)
}
