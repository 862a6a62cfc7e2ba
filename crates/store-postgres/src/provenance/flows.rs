use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::{Interval, Order};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, Flows, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::links::Range;
use crate::row::seen;
use crate::slice::order_by;
use crate::table::LinkTable;

/// The statement that counts the records of each pair of source and destination; null stands for any.
///
/// Each connector's links are read from its partial indexes, as only those have the wanted order. The links are grouped
/// by record, and the records by the connectors that they went through. Only those groups are expanded into pairs. What grows with the links can be sorted on disk, and the answer is small.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    created: Interval,
    deleted: Deleted,
) -> (String, Arguments) {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let within = arguments.within("l", "created_at", link_id, created);
    let order = order_by("l", "created_at", link_id, Order::OldestFirst);
    let filter = LinkFilter {
        deleted,
        ..LinkFilter::default()
    };
    let ranges = Range::of(filter).map(|Range { direction, deleted }| {
        let ends = match direction {
            Direction::Input => "w.workspace_connector_id AS source, NULL::uuid AS destination",
            Direction::Output => "NULL::uuid AS source, w.workspace_connector_id AS destination",
        };
        format!(
            "(SELECT l.{record_pk} AS record, {ends} FROM {links} l \
             WHERE l.workspace_connector_pk = w.pk AND l.direction = '{direction}'{}{within} {order})",
            seen("l", deleted)
        )
    });
    let ranges = ranges.collect::<Vec<_>>().join(" UNION ALL ");
    let sql = format!(
        "WITH ways AS ( \
           SELECT r.sources, r.destinations, count(*) AS records FROM ( \
             SELECT l.record, \
               array_agg(DISTINCT l.source) FILTER (WHERE l.source IS NOT NULL) AS sources, \
               array_agg(DISTINCT l.destination) FILTER (WHERE l.destination IS NOT NULL) AS destinations \
             FROM core_api.workspace_connectors w CROSS JOIN LATERAL ({ranges}) l \
             WHERE w.workspace_pk = {workspace} GROUP BY l.record) r \
           GROUP BY r.sources, r.destinations) \
         SELECT source, destination, sum(records)::bigint FROM ways \
         CROSS JOIN unnest(array_append(sources, NULL)) AS source \
         CROSS JOIN unnest(array_append(destinations, NULL)) AS destination \
         GROUP BY source, destination"
    );
    (sql, arguments)
}

/// Reads the rows of [`statement`].
pub(super) fn flows(rows: &[Row]) -> Flows {
    let mut flows = Flows::default();
    for row in rows {
        let end = |column| {
            row.get::<_, Option<Uuid>>(column)
                .map(WorkspaceConnectorId::new)
        };
        flows.add(end(0), end(1), row.get::<_, i64>(2).cast_unsigned());
    }
    flows
}
