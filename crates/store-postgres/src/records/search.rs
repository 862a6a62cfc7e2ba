use std::collections::BTreeMap;
use std::fmt::Write as _;

use wellhead_core::id::RecordId;
use wellhead_core::record::{Kind, Record, Search};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::record;
use crate::session::{Parameters, Session};
use crate::table::RecordTable;

/// The records that a search finds. Functions look up ids and names, each in its index, and the policies then apply to what
/// they found.
pub(super) async fn search(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    search: &Search,
    limit: usize,
) -> Result<Vec<Record>, StoreError> {
    let mut found = Found {
        session,
        tenant,
        kind,
        limit: i64::try_from(limit).unwrap_or(i64::MAX),
        records: BTreeMap::new(),
    };
    found.identified(search).await?;
    found.beginning(search.key()).await?;
    let mut from = search.first();
    for _ in 0..Search::MOST_LEAPS {
        if found.records.len() >= limit {
            break;
        }
        let Some(entry) = found.entry(&from).await? else {
            break;
        };
        let leap = search.leap(&entry);
        if let Some(beginning) = leap.found.filter(|it| it != search.key()) {
            found.beginning(&beginning).await?;
        }
        match leap.next {
            Some(next) => from = next,
            None => break,
        }
    }
    let mut records: Vec<_> = found.records.into_values().collect();
    records.sort_by_cached_key(|record| search.place(record));
    Ok(records)
}

struct Found<'a> {
    session: &'a Session,
    tenant: Tenant,
    kind: Kind,
    limit: i64,
    records: BTreeMap<RecordId, Record>,
}

impl Found<'_> {
    /// Adds those that the text is the external id of.
    async fn identified(&mut self, search: &Search) -> Result<(), StoreError> {
        let of = format!("{}($2)", RecordTable::of(self.kind).identified);
        let id = search.external_id().as_str();
        let tenant = self.tenant;
        self.add(&of, &[tenant.pk(), &id]).await
    }

    /// Adds the first of those that begin like this, by each of their names.
    async fn beginning(&mut self, begin: &str) -> Result<(), StoreError> {
        let of = format!("{}($2, $3, $4)", RecordTable::of(self.kind).named);
        let (tenant, end, limit) = (self.tenant, Search::end(begin), self.limit);
        self.add(&of, &[tenant.pk(), &begin, &end, &limit]).await
    }

    /// Adds those of which the function `of` gives the `pk`.
    async fn add(&mut self, of: &str, parameters: Parameters<'_>) -> Result<(), StoreError> {
        let columns = &RecordTable::of(self.kind).columns;
        let sql = active(self.kind, of, columns);
        for row in self.session.query(&sql, parameters).await? {
            let found = record(&row, self.kind)?;
            self.records.insert(found.id, found);
        }
        Ok(())
    }

    /// The first name, of whichever sort, that is not before a place in its index.
    async fn entry(&self, from: &str) -> Result<Option<String>, StoreError> {
        let mut names = "ARRAY[p.name_key".to_owned();
        for key in self.kind.declaration().search {
            // Writing to a string cannot fail.
            let _ = write!(names, ", lower(p.{} COLLATE \"C\")", key.field);
        }
        names.push(']');
        let of = format!("{}($2, $3, 1)", RecordTable::of(self.kind).named);
        let sql = active(self.kind, &of, &names);
        let parameters: Parameters<'_> = &[self.tenant.pk(), &from, &Search::END];
        let rows = self.session.query(&sql, parameters).await?;
        // Each index gave its first one, whose other names can lie anywhere.
        let names = rows
            .iter()
            .flat_map(|row| row.get::<_, Vec<Option<String>>>(0));
        Ok(names.flatten().filter(|name| name.as_str() >= from).min())
    }
}

/// The statement that reads `columns` of the active records `p` of which the function `of` gives the `pk`.
fn active(kind: Kind, of: &str, columns: &str) -> String {
    let records = &RecordTable::of(kind).records;
    format!(
        "SELECT {columns} FROM {of} n (pk) CROSS JOIN LATERAL (SELECT p.* FROM {records} p \
         WHERE p.workspace_pk = $1 AND p.deleted_at IS NULL AND p.pk = n.pk OFFSET 0) p"
    )
}
