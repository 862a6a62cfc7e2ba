//! Links as a page of a list: what is read follows the page and the number of connectors.

use wellhead_core::id::RecordId;
use wellhead_core::page::Slice;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::columns;
use crate::arguments::{Arguments, limit, order_by, way};
use crate::row::seen;
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
        id,
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
    let within = arguments.within("l", "created_at", id, slice.interval);
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
        order = order_by("l", "created_at", id, slice.order),
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
        id,
        record_pk,
        records,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = of_connector(filter, &mut arguments);
    let within = arguments.within("l", "created_at", id, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("l", "created_at", id, slice.order);
    let streams = streams(filter).map(|(direction, deleted)| {
        format!(
            "(SELECT l.* FROM {links} l \
             WHERE l.workspace_connector_pk = w.pk AND l.direction = '{direction}'{}{within} \
             {order} LIMIT {limit})",
            seen("l", deleted),
        )
    });
    let streams = streams.collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!(
        "SELECT {columns} FROM ( \
           SELECT l.*, w.workspace_connector_id FROM core_api.workspace_connectors w \
           CROSS JOIN LATERAL ( \
             SELECT l.* FROM ({streams}) l {order} LIMIT {limit}) l \
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

/// Which of a connector's partial indexes hold what `filter` wants.
pub(crate) fn streams(filter: LinkFilter) -> impl Iterator<Item = (Direction, Deleted)> {
    let directions = Direction::ALL
        .into_iter()
        .filter(move |direction| filter.direction.is_none_or(|it| it == *direction));
    let states: &[Deleted] = match filter.deleted {
        Deleted::Exclude => &[Deleted::Exclude],
        Deleted::Only => &[Deleted::Only],
        Deleted::Include => &[Deleted::Exclude, Deleted::Only],
    };
    directions.flat_map(|direction| states.iter().map(move |state| (direction, *state)))
}
