use std::collections::BTreeMap;
use std::iter;

use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::RecordId;
use wellhead_core::record::{Kind, Record, Search};
use wellhead_core::resource::ExternalId;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::record;
use crate::statement::prepare;
use crate::table::RecordTable;

type Found = BTreeMap<RecordId, Record>;

pub(super) fn search(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    search: &Search,
    limit: usize,
) -> rusqlite::Result<Vec<Record>> {
    let snapshot = connection.unchecked_transaction()?;
    let mut found = identified(&snapshot, tenant, kind, search.external_id())?;
    let shown = Names {
        tenant,
        kind,
        index: kind.sql().name_index,
        name: "name_key".to_owned(),
    };
    shown.beginning(&snapshot, search.key(), limit, &mut found)?;
    let further = kind.declaration().search.iter().map(|key| Names {
        tenant,
        kind,
        index: key.index,
        name: format!("lower({})", key.field),
    });
    for names in iter::once(shown).chain(further) {
        names.search(&snapshot, search, limit, &mut found)?;
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_cached_key(|record| search.place(record));
    Ok(found)
}

/// The tenant's active records that this external id means, whatever its case. That of a merged record means its survivor.
fn identified(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: &ExternalId,
) -> rusqlite::Result<Found> {
    let RecordTable {
        records,
        external_id,
        columns,
        ..
    } = RecordTable::of(kind);
    let sql = format!(
        "SELECT {columns} FROM {records} WHERE deleted_at IS NULL AND pk IN (
            SELECT pk FROM {records} INDEXED BY idx_{records}_external
            WHERE workspace_pk = :workspace AND deleted_at IS NULL AND {external_id} IN (:id, lower(:id))
            UNION ALL SELECT survivor_pk FROM {records} INDEXED BY idx_{records}_merged
            WHERE workspace_pk = :workspace AND survivor_pk IS NOT NULL AND {external_id} IN (:id, lower(:id))
            UNION ALL SELECT coalesce(survivor_pk, pk) FROM {records} INDEXED BY idx_{records}_external_case
            WHERE workspace_pk = :workspace AND {external_id} <> lower({external_id}) AND lower({external_id}) = lower(:id))"
    );
    let values = named_params! { ":workspace": tenant.pk(), ":id": id.as_str() };
    prepare(connection, &sql)?
        .query_map(values, |row| {
            let record = record(row, kind)?;
            Ok((record.id, record))
        })?
        .collect()
}

/// The active records of a kind by one of their names, which has an index.
struct Names {
    tenant: Tenant,
    kind: Kind,
    index: &'static str,
    /// The expression that the index has.
    name: String,
}

impl Names {
    /// Adds the matches, leaping from one spelling to the next, until there are enough.
    fn search(
        &self,
        connection: &Connection,
        search: &Search,
        limit: usize,
        found: &mut Found,
    ) -> rusqlite::Result<()> {
        let mut from = search.first();
        for _ in 0..Search::MOST_LEAPS {
            if found.len() >= limit {
                break;
            }
            let Some(entry) = self.entry(connection, &from)? else {
                break;
            };
            let leap = search.leap(&entry);
            if let Some(beginning) = leap.found {
                self.beginning(connection, &beginning, limit, found)?;
            }
            match leap.next {
                Some(next) => from = next,
                None => break,
            }
        }
        Ok(())
    }

    /// The first name in the index that is not before a place.
    fn entry(&self, connection: &Connection, from: &str) -> rusqlite::Result<Option<String>> {
        let sql = format!("SELECT {} {} LIMIT 1", self.name, self.range());
        let values =
            named_params! { ":workspace": self.tenant.pk(), ":begin": from, ":end": Search::END };
        prepare(connection, &sql)?
            .query_row(values, |row| row.get(0))
            .optional()
    }

    /// Adds the first of those that begin like this.
    fn beginning(
        &self,
        connection: &Connection,
        begin: &str,
        limit: usize,
        found: &mut Found,
    ) -> rusqlite::Result<()> {
        let columns = &RecordTable::of(self.kind).columns;
        let sql = format!("SELECT {columns} {} LIMIT :limit", self.range());
        let values = named_params! {
            ":workspace": self.tenant.pk(),
            ":begin": begin,
            ":end": Search::end(begin),
            ":limit": i64::try_from(limit).unwrap_or(i64::MAX),
        };
        let mut statement = prepare(connection, &sql)?;
        for one in statement.query_map(values, |row| record(row, self.kind))? {
            let one = one?;
            found.insert(one.id, one);
        }
        Ok(())
    }

    fn range(&self) -> String {
        let Self { index, name, .. } = self;
        let RecordTable { records, id, .. } = RecordTable::of(self.kind);
        format!(
            "FROM {records} INDEXED BY {index}
            WHERE workspace_pk = :workspace AND deleted_at IS NULL AND {name} >= :begin AND {name} < :end
            ORDER BY {name}, {id}"
        )
    }
}
