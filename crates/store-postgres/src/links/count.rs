use wellhead_core::id::RecordId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::list::{of_connector, of_direction};
use super::range::Range;
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
    match filter.record {
        Some(record) => of_record(tenant, kind, record, filter, created),
        None => of_connectors(tenant, kind, filter, created),
    }
}

/// Each connector's links are read from the partial indexes that have just those. Other plans would read links that the
/// bound does not count.
fn of_connectors(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    created: Interval,
) -> (String, Arguments) {
    let LinkTable { links, link_id, .. } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = of_connector(filter, &mut arguments);
    let within = arguments.within("l", "created_at", link_id, created);
    let ranges = Range::of(filter).map(|Range { direction, deleted }| {
        format!(
            "(SELECT FROM {links} l WHERE l.workspace_connector_pk = w.pk AND l.direction = '{direction}'{}{within} OFFSET 0)",
            seen("l", deleted)
        )
    });
    let ranges = ranges.collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!(
        "SELECT FROM core_api.workspace_connectors w CROSS JOIN LATERAL ({ranges}) l \
         WHERE w.workspace_pk = {workspace}{connector}"
    );
    (sql, arguments)
}

/// The links of one record, which are few.
fn of_record(
    tenant: Tenant,
    kind: Kind,
    record: RecordId,
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
    let record = arguments.bind(record.uuid());
    let mut conditions = seen("l", filter.deleted);
    conditions += &of_connector(filter, &mut arguments);
    conditions += &of_direction(filter);
    conditions += &arguments.within("l", "created_at", link_id, created);
    let sql = format!(
        "SELECT FROM {links} l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
         JOIN {records} p ON p.pk = l.{record_pk} AND p.workspace_pk = {workspace} AND p.{record_id} = {record} \
         WHERE w.workspace_pk = {workspace}{conditions}"
    );
    (sql, arguments)
}
