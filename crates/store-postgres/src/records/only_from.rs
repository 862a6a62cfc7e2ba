//! The records that only one connector sourced, found through its links.

use tokio_postgres::Row;
use wellhead_core::page::{Position, Slice};
use wellhead_core::record::{Kind, OnlySource, Sourced};
use wellhead_core::resource::{Deleted, Direction, LinkFilter};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::record;
use crate::arguments::Arguments;
use crate::links::Range;
use crate::look;
use crate::row::{id, seen, time};
use crate::slice::{limit, order_by};
use crate::table::{LinkTable, RecordTable};

/// The statement that looks at the connector's input links in the order of the slice, and at each one's record: a link
/// counts if the record has no input link of another connector, and no older one of this.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    source: OnlySource,
    slice: Slice,
    most: usize,
) -> (String, Arguments) {
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        ..
    } = LinkTable::of(kind);
    let deleted = if source.ever {
        Deleted::Include
    } else {
        Deleted::Exclude
    };
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = arguments.bind(source.connector.uuid());
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let most = arguments.bind(limit(most));
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("l", "created_at", link_id, slice.order);
    let input = LinkFilter {
        direction: Some(Direction::Input),
        deleted,
        ..LinkFilter::default()
    };
    let ranges = Range::of(input).map(|range| {
        let from = range.from(links, "w.pk");
        format!("(SELECT l.* {from}{within} {order} LIMIT {most})")
    });
    let ranges = ranges.collect::<Vec<_>>().join(" UNION ALL ");
    let wanted = format!("o.speaks IS NULL{}", seen("r", source.deleted));
    // The LATERAL with a LIMIT keeps the planner from reading all links at once to look for the others among them, and its order
    // is that of the record's links alone.
    let sql = format!(
        "SELECT {columns}, {look} FROM core_api.workspace_connectors w \
         CROSS JOIN LATERAL ( \
           SELECT l.*, {wanted} AS is_wanted \
           FROM ( \
             SELECT l.*, row_number() OVER ({order}) AS n FROM ( \
               SELECT l.* FROM ({ranges}) l {order} LIMIT {most}) l) l \
           JOIN {records} r ON r.pk = l.{record_pk} AND r.workspace_pk = {workspace} \
           LEFT JOIN LATERAL ( \
             SELECT true AS speaks FROM {links} o \
             WHERE o.{record_pk} = l.{record_pk} AND o.direction = 'input'{seen} \
               AND (o.workspace_connector_pk <> l.workspace_connector_pk \
                 OR (o.created_at, o.{link_id}) < (l.created_at, l.{link_id})) \
             ORDER BY o.created_at LIMIT 1) o ON true \
           WHERE l.n = {most} OR ({wanted}) \
           {order} LIMIT {limit}) l \
         JOIN {records} p ON p.pk = l.{record_pk} AND p.workspace_pk = {workspace} \
         WHERE w.workspace_pk = {workspace} AND w.workspace_connector_id = {connector} \
         {order} LIMIT {limit}",
        columns = RecordTable::of(kind).columns,
        look = look::columns(link_id, "l.is_wanted", &format!("l.n = {most}")),
        seen = seen("o", deleted),
    );
    (sql, arguments)
}

/// Reads a row of [`statement`].
pub(super) fn sourced(row: &Row, kind: Kind) -> Result<Sourced, StoreError> {
    let first = row.len() - look::COLUMNS;
    Ok(Sourced {
        record: record(row, kind)?,
        since: Position {
            created_at: time(row, first),
            id: id(row, first + 1),
        },
    })
}
