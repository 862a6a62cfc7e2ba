//! Lists of links. The cost depends on the page and the number of connectors, not on the number of links.

use wellhead_core::id::RecordId;
use wellhead_core::page::{Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, DoneBy, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::done::done_by;
use super::get::{columns, needed};
use super::range::Range;
use crate::arguments::Arguments;
use crate::few::{self, OF_RECORD, Reach, more_than};
use crate::row::seen;
use crate::slice::{limit, order_by, way};
use crate::table::LinkTable;
use crate::workspace_connectors::few_of_all;

/// One record's links, through the record's index. They are gone through for those that pass. The index orders by time but not by id, so the rows
/// that share the last time are read as well and cut off afterwards.
pub(super) fn of_record(
    tenant: Tenant,
    kind: Kind,
    record: RecordId,
    filter: LinkFilter,
    done: Option<DoneBy>,
    slice: Slice,
    reach: Reach,
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
    let direction = of_direction(filter);
    let done = done.map(|done| format!(" AND {}", done_by(done, &mut arguments)));
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let sql = format!(
        "SELECT {columns} FROM {records} p \
         CROSS JOIN LATERAL ( \
           SELECT {needed} FROM {links} l \
           WHERE l.{record_pk} = p.pk{connector}{direction}{seen}{done}{within} \
           ORDER BY l.created_at {way} FETCH FIRST ({limit}) ROWS WITH TIES) l \
         JOIN core_api.workspace_connectors w \
           ON w.pk = l.workspace_connector_pk AND w.workspace_pk = {workspace} \
         WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record}{few} {order} LIMIT {limit}",
        columns = columns(table, "w"),
        needed = needed(table),
        seen = seen("l", filter.deleted),
        done = done.unwrap_or_default(),
        few = reach.condition(&few::of_record(links, record_pk), OF_RECORD),
        way = way(slice.order),
        order = order_by("l", "created_at", link_id, slice.order),
    );
    (sql, arguments)
}

/// The statement that has a row if the record has more links than few.
pub(super) fn more_than_few(tenant: Tenant, kind: Kind, record: RecordId) -> (String, Arguments) {
    let LinkTable {
        links,
        record_pk,
        records,
        record_id,
        ..
    } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.uuid());
    let more = more_than(OF_RECORD, &few::of_record(links, record_pk));
    let sql = format!(
        "SELECT true FROM {records} p WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record} AND {more}"
    );
    (sql, arguments)
}

/// So many connectors are asked for a page each. If there are more, those that can have something of it are found first.
const FEW: usize = 16;

/// The statement that lists `slice` of all of a workspace's connectors, of which there are many.
pub(super) fn of_many(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    slice: Slice,
    reach: Reach,
) -> (String, Arguments) {
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        record_pk,
        records,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let few = few_of_all(&workspace, reach);
    let order = match slice.order {
        Order::NewestFirst => "newest",
        Order::OldestFirst => "oldest",
    };
    let bounds = arguments.bounds(slice.interval);
    let goes = |direction| filter.direction.is_none_or(|it| it == direction);
    let sql = format!(
        "SELECT {columns} FROM ( \
           SELECT core_api.{kind}_{order}({bounds}, {}, {}, {}, {}, {}) AS pks WHERE true{few} OFFSET 0) found \
         CROSS JOIN LATERAL unnest(found.pks) WITH ORDINALITY f (pk, place) \
         JOIN {links} l ON l.pk = f.pk \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk AND w.workspace_pk = {workspace} \
         JOIN {records} p ON p.pk = l.{record_pk} AND p.workspace_pk = {workspace} \
         ORDER BY f.place",
        goes(Direction::Input),
        goes(Direction::Output),
        filter.deleted != Deleted::Only,
        filter.deleted != Deleted::Exclude,
        arguments.bind(limit(slice.limit)),
        columns = columns(table, "w"),
    );
    (sql, arguments)
}

/// The links of one connector, or of all if those are few; of more it has none, and [`of_many`] lists them. Takes the first few of each connector's ranges, merges and
/// cuts them, and joins the records to what is left.
///
/// Citus refuses the LATERAL. There the same page would be a `UNION ALL` of one such query for each connector; only
/// this function would change.
pub(super) fn of_connectors(
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
    let connector = match filter.workspace_connector {
        Some(_) => of_connector(filter, &mut arguments),
        None => format!(
            " AND NOT EXISTS (SELECT FROM core_api.workspace_connectors c \
               WHERE c.workspace_pk = {workspace} OFFSET {FEW})"
        ),
    };
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("l", "created_at", link_id, slice.order);
    let needed = needed(table);
    let ranges = Range::of(filter).map(|range| {
        let from = range.from(links, "w.pk");
        format!("(SELECT {needed} {from}{within} {order} LIMIT {limit})")
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

/// The condition that a connector `w` is the wanted one.
pub(super) fn of_connector(filter: LinkFilter, arguments: &mut Arguments) -> String {
    match filter.workspace_connector {
        Some(connector) => {
            let connector = arguments.bind(connector.uuid());
            format!(" AND w.workspace_connector_id = {connector}")
        }
        None => String::new(),
    }
}

/// The condition that a link `l` has the wanted direction.
pub(super) fn of_direction(filter: LinkFilter) -> String {
    match filter.direction {
        Some(direction) => format!(" AND l.direction = '{direction}'"),
        None => String::new(),
    }
}
