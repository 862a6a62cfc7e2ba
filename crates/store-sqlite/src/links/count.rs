use rusqlite::Connection;
use wellhead_core::page::Interval;
use wellhead_core::resource::{LinkFilter, Record};
use wellhead_core::tenant::Tenant;

use super::run::Run;
use crate::link_table::LinkTable;
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
    let LinkTable {
        record_pk, records, ..
    } = table;
    let ends = Ends::from(created);
    let mut total = 0;
    for run in Run::of(&snapshot, tenant, kind, filter)? {
        let sql = format!(
            "SELECT count(*) {} AND EXISTS (
                SELECT 1 FROM {records} r WHERE r.pk = {record_pk} AND r.workspace_pk = :workspace
            ) AND EXISTS (
                SELECT 1 FROM workspace_connectors w
                WHERE w.pk = workspace_connector_pk AND w.workspace_pk = :workspace
            )",
            run.sql(table)
        );
        let mut values = run.values();
        values.extend(ends.values());
        values.push((":workspace", &tenant.pk));
        total += prepare(&snapshot, &sql)?.query_row(&values[..], |row| row.get::<_, i64>(0))?;
    }
    Ok(total.cast_unsigned())
}
