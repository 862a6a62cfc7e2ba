use rusqlite::{Connection, named_params};
use wellhead_core::resource::{Person, PersonSearch};
use wellhead_core::tenant::Tenant;

use super::get::{COLUMNS, known, person};
use crate::statement::prepare;

/// A name that has an index, as the index has it.
struct Key {
    index: &'static str,
    name: &'static str,
}

const KEYS: [Key; 2] = [
    Key {
        index: "idx_peoples_name",
        name: "lower(coalesce(full_name, first_name))",
    },
    Key {
        index: "idx_peoples_last_name",
        name: "lower(last_name)",
    },
];

pub(super) fn search(
    connection: &Connection,
    tenant: Tenant,
    search: &PersonSearch,
    limit: usize,
) -> rusqlite::Result<Vec<Person>> {
    let snapshot = connection.unchecked_transaction()?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut found: Vec<_> = known(&snapshot, tenant, search.external_id())?
        .map(|(_, person)| person)
        .into_iter()
        .collect();
    for Key { index, name } in KEYS {
        let sql = format!(
            "SELECT {COLUMNS} FROM peoples INDEXED BY {index}
            WHERE workspace_pk = :workspace AND deleted_at IS NULL AND {name} >= :begin AND {name} < :end
            ORDER BY {name}, people_id LIMIT :limit"
        );
        for begin in search.beginnings() {
            let values = named_params! {
                ":workspace": tenant.pk,
                ":begin": begin,
                ":end": PersonSearch::end(begin),
                ":limit": limit,
            };
            for person in prepare(&snapshot, &sql)?.query_map(values, person)? {
                found.push(person?);
            }
        }
    }
    found.sort_by_cached_key(PersonSearch::place);
    found.dedup_by_key(|person| person.id);
    Ok(found)
}
