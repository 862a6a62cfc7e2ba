use rusqlite::{Connection, ToSql};
use wellhead_core::page::{Interval, Slice, Total};
use wellhead_core::record::{Kind, Record, RecordFilter};
use wellhead_core::resource::{Deleted, ExternalId};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::record;
use crate::counts;
use crate::row;
use crate::slice::{Bounds, Parameters, first, left, limit, merge, up_to, within};
use crate::statement::prepare;
use crate::table::RecordTable;

/// A part of a partial index: a tenant's records, active or deleted, in the order of their times; all of them, or those
/// with one external id.
struct Range {
    index: &'static str,
    condition: &'static str,
}

/// The ranges that together hold the records of `filter`.
fn ranges(filter: &RecordFilter) -> Vec<Range> {
    let active = Range {
        index: match filter.external_id {
            None => "workspace_active",
            Some(_) => "external",
        },
        condition: "deleted_at IS NULL",
    };
    let deleted = Range {
        index: match filter.external_id {
            None => "workspace_deleted",
            Some(_) => "external_deleted",
        },
        condition: "deleted_at IS NOT NULL",
    };
    match filter.deleted {
        Deleted::Exclude => vec![active],
        Deleted::Include => vec![active, deleted],
        Deleted::Only => vec![deleted],
    }
}

impl Range {
    fn sql(&self, table: &RecordTable, filter: &RecordFilter) -> String {
        let Self { index, condition } = self;
        let RecordTable {
            records,
            id,
            external_id,
            ..
        } = table;
        let mut sql = format!(
            "FROM {records} INDEXED BY idx_{records}_{index}
            WHERE workspace_pk = :workspace AND {condition} AND {}",
            within("created_at", id)
        );
        if filter.external_id.is_some() {
            sql.extend([" AND ", external_id, " = :external_id"]);
        }
        sql
    }
}

/// The values that [`Range::sql`] names.
fn values<'a>(
    tenant: &'a Tenant,
    bounds: &'a Bounds,
    external_id: Option<&'a &str>,
) -> Parameters<'a> {
    let mut values = bounds.values();
    values.push((":workspace", tenant.pk()));
    values.extend(external_id.map(|id| (":external_id", id as &dyn ToSql)));
    values
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<Record>> {
    let table = RecordTable::of(kind);
    let snapshot = connection.unchecked_transaction()?;
    let external_id = filter.external_id.as_ref().map(ExternalId::as_str);
    merge(&ranges(filter), slice, |range, slice| {
        let sql = format!(
            "SELECT {} {} {}",
            table.columns,
            range.sql(table, filter),
            first("created_at", table.id, slice.order)
        );
        let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
        let mut values = values(&tenant, &bounds, external_id.as_ref());
        values.push((":limit", &limit));
        prepare(&snapshot, &sql)?
            .query_map(&values[..], |row| record(row, kind))?
            .collect()
    })
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &RecordFilter,
    created: Interval,
    most: u64,
) -> rusqlite::Result<Total> {
    let table = RecordTable::of(kind);
    let snapshot = connection.unchecked_transaction()?;
    if let Some(kept) = counts::records(&snapshot, tenant, kind, filter, created)? {
        return Ok(Total::Exactly(kept));
    }
    let bounds = Bounds::from(created);
    let external_id = filter.external_id.as_ref().map(ExternalId::as_str);
    let mut total = 0;
    for range in ranges(filter) {
        let sql = up_to(&range.sql(table, filter));
        let left = left(most, total);
        let mut values = values(&tenant, &bounds, external_id.as_ref());
        values.push((":left", &left));
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(Total::of(total, most))
}
