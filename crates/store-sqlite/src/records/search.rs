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
    for key in kind.declaration().search {
        // The expression of the index.
        let name = match key.fields {
            [field] => format!("lower({field})"),
            fields => format!("lower(coalesce({}))", fields.join(", ")),
        };
        let sql = format!(
            "SELECT {columns} FROM {records} INDEXED BY {}
            WHERE workspace_pk = :workspace AND deleted_at IS NULL AND {name} >= :begin AND {name} < :end
            ORDER BY {name}, {id} LIMIT :limit",
            key.index
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
