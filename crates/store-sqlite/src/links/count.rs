use rusqlite::Connection;
use wellhead_core::page::{Interval, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::range::Range;
use crate::counts;
use crate::row;
use crate::slice::{Bounds, left, up_to};
use crate::statement::prepare;
use crate::table::LinkTable;

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    created: Interval,
    most: u64,
) -> rusqlite::Result<Total> {
    let snapshot = connection.unchecked_transaction()?;
    if let Some(kept) = counts::links(&snapshot, tenant, kind, filter, created)? {
        return Ok(Total::Exactly(kept));
    }
    let table = LinkTable::of(kind);
    let bounds = Bounds::from(created);
    let mut total = 0;
    for range in Range::of(&snapshot, tenant, kind, filter)? {
        let sql = up_to(&format!(
            "{} AND {}",
            range.sql(table),
            Range::of_tenant(table)
        ));
        let left = left(most, total);
        let mut values = range.values();
        values.extend(bounds.values());
        values.push((":workspace", tenant.pk()));
        values.push((":left", &left));
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(Total::of(total, most))
}
