use rusqlite::Connection;
use wellhead_core::page::Interval;
use wellhead_core::resource::{LinkFilter, Record};
use wellhead_core::tenant::Tenant;

use super::run::Run;
use crate::link_table::LinkTable;
use crate::row;
use crate::slice::Ends;
use crate::statement::prepare;

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Record,
    filter: &LinkFilter,
    created: Interval,
) -> rusqlite::Result<u64> {
    let snapshot = connection.unchecked_transaction()?;
    let table = LinkTable::of(kind);
    let ends = Ends::from(created);
    let mut total = 0;
    for run in Run::of(&snapshot, tenant, kind, filter)? {
        let sql = format!(
            "SELECT count(*) {} AND {}",
            run.sql(table),
            Run::of_tenant(table)
        );
        let mut values = run.values();
        values.extend(ends.values());
        values.push((":workspace", &tenant.pk));
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row::count(row, 0))?;
    }
    Ok(total)
}
