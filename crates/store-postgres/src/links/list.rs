//! Links as a page of a list: what is read follows the page and the number of connectors.

use wellhead_core::id::RecordId;
use wellhead_core::page::Slice;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::columns;
use super::range::Range;
use crate::arguments::Arguments;
use crate::row::seen;
use crate::slice::{limit, order_by, way};
use crate::table::LinkTable;

/// The statement that lists `slice`.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    slice: Slice,
) -> (String, Arguments) {
    match filter.record {
        Some(record) => of_record(tenant, kind, record, filter, slice),
        None => of_connectors(tenant, kind, filter, slice),
    }
}

/// One record's links through its own index: they are few, whichever of them are wanted. The index has the
/// times in order and not the ids, so whatever shares the last time comes along and is cut off after.
fn of_record(
    tenant: Tenant,
    kind: Kind,
    record: RecordId,
    filter: LinkFilter,
    slice: Slice,
) -> (String, Arguments) {
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        record_id,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.uuid());
    let connector = match filter.workspace_connector {
        Some(_) => format!(
            " AND l.workspace_connector_pk = ANY (ARRAY( \
               SELECT w.pk FROM core_api.workspace_connectors w \
               WHERE w.workspace_pk = {workspace}{}))",
            of_connector(filter, &mut arguments)
        ),
        None => String::new(),
    };
    let direction = match filter.direction {
        Some(direction) => format!(" AND l.direction = '{direction}'"),
        None => String::new(),
    };
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let sql = format!(
        "SELECT {columns} FROM {records} p \
         CROSS JOIN LATERAL ( \
           SELECT l.* FROM {links} l \
           WHERE l.{record_pk} = p.pk{connector}{direction}{seen}{within} \
           ORDER BY l.created_at {way} FETCH FIRST ({limit}) ROWS WITH TIES) l \
         JOIN core_api.workspace_connectors w \
           ON w.pk = l.workspace_connector_pk AND w.workspace_pk = {workspace} \
         WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record} {order} LIMIT {limit}",
        columns = columns(table, "w"),
        seen = seen("l", filter.deleted),
        way = way(slice.order),
        order = order_by("l", "created_at", link_id, slice.order),
    );
    (sql, arguments)
}

/// The links of one connector or of all: from each its first few, of all its streams together, merged and cut, and
/// the records joined to what is left.
///
/// A stream is what one of the partial indexes holds of one connector, already in order. Citus refuses the
/// LATERAL; there the same page is a `UNION ALL` of one such query a connector, and this is its one place.
fn of_connectors(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    slice: Slice,
) -> (String, Arguments) {
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = of_connector(filter, &mut arguments);
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("l", "created_at", link_id, slice.order);
    let ranges = Range::of(filter).map(|Range { direction, deleted }| {
        format!(
            "(SELECT l.* FROM {links} l \
             WHERE l.workspace_connector_pk = w.pk AND l.direction = '{direction}'{}{within} \
             {order} LIMIT {limit})",
            seen("l", deleted),
        )
    });
    let ranges = ranges.collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!(
        "SELECT {columns} FROM ( \
           SELECT l.*, w.workspace_connector_id FROM core_api.workspace_connectors w \
           CROSS JOIN LATERAL ( \
             SELECT l.* FROM ({ranges}) l {order} LIMIT {limit}) l \
           WHERE w.workspace_pk = {workspace}{connector} \
           {order} LIMIT {limit}) l \
         JOIN {records} p ON p.pk = l.{record_pk} AND p.workspace_pk = {workspace} {order}",
        columns = columns(table, "l"),
    );
    (sql, arguments)
}

/// The condition that a connector `w` is the one that is asked for.
fn of_connector(filter: LinkFilter, arguments: &mut Arguments) -> String {
    match filter.workspace_connector {
        Some(connector) => {
            let connector = arguments.bind(connector.uuid());
            format!(" AND w.workspace_connector_id = {connector}")
        }
        None => String::new(),
    }
}
