use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::seen;
use crate::table::LinkTable;

/// The statement that finds the links that were created in `created` and pass `filter`.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    created: Interval,
) -> (String, Arguments) {
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        record_id,
        ..
    } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let mut conditions = seen("l", filter.deleted);
    let record = filter.record.map(|record| {
        let record = arguments.bind(record.uuid());
        format!(
            " JOIN {records} p ON p.pk = l.{record_pk} \
              AND p.workspace_pk = {workspace} AND p.{record_id} = {record}"
        )
    });
    conditions.extend(filter.workspace_connector.map(|connector| {
        let connector = arguments.bind(connector.uuid());
        format!(" AND w.workspace_connector_id = {connector}")
    }));
    conditions.extend(
        filter
            .direction
            .map(|it| format!(" AND l.direction = '{it}'")),
    );
    conditions += &arguments.within("l", "created_at", link_id, created);
    let sql = format!(
        "SELECT FROM {links} l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk{} \
         WHERE w.workspace_pk = {workspace}{conditions}",
        record.unwrap_or_default()
    );
    (sql, arguments)
}
