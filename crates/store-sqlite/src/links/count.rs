use rusqlite::Connection;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::range::Range;
use crate::counts;
use crate::row;
use crate::slice::Bounds;
use crate::statement::prepare;
use crate::table::LinkTable;

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    filter: &LinkFilter,
    created: Interval,
) -> rusqlite::Result<u64> {
    let snapshot = connection.unchecked_transaction()?;
    if let Some(kept) = counts::links(&snapshot, tenant, kind, filter, created)? {
        return Ok(kept);
    }
    let table = LinkTable::of(kind);
    let bounds = Bounds::from(created);
    let mut total = 0;
    for range in Range::of(&snapshot, tenant, kind, filter)? {
        let sql = format!(
            "SELECT count(*) {} AND {}",
            range.sql(table),
            Range::of_tenant(table)
        );
        let mut values = range.values();
        values.extend(bounds.values());
        values.push((":workspace", tenant.pk()));
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(total)
}
