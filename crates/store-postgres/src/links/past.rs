//! Lists of links by the states that they had in the past.

use tokio_postgres::Row;
use wellhead_core::id::RecordId;
use wellhead_core::page::Slice;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Link, LinkFilter, Past};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get;
use super::list::{of_connector, of_direction};
use super::range::Range;
use super::states::{Then, present, superseded};
use crate::arguments::Arguments;
use crate::look;
use crate::slice::{limit, order_by};
use crate::table::LinkTable;

/// The statement that lists `slice`; [`link`] reads an item.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    past: Past,
    slice: Slice,
    most: usize,
) -> (String, Arguments) {
    match filter.record {
        Some(record) => of_record(tenant, kind, record, filter, past, slice),
        None => of_connectors(tenant, kind, filter, past, slice, most),
    }
}

/// One record's links. It reads all of their states, which are few.
fn of_record(
    tenant: Tenant,
    kind: Kind,
    record: RecordId,
    filter: LinkFilter,
    past: Past,
    slice: Slice,
) -> (String, Arguments) {
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        record_id,
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.uuid());
    let then = Then::new(past, filter.deleted, &mut arguments);
    let connector = of_connector(filter, &mut arguments);
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let within_history = arguments.within("l", "created_at", "link_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let Wanted { later, wanted } = Wanted::new(&then, kind, filter);
    let sql = format!(
        "SELECT {columns}, {look} FROM {records} p \
         CROSS JOIN LATERAL ( \
           SELECT {present} FROM {links} l WHERE l.{record_pk} = p.pk{within} \
           UNION ALL \
           SELECT {superseded} FROM core_api.link_history l \
           WHERE l.record = '{kind}' AND l.record_pk = p.pk{within_history}) l \
         JOIN core_api.workspace_connectors w \
           ON w.pk = l.workspace_connector_pk AND w.workspace_pk = {workspace}{connector} \
         {later} \
         WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record}{direction} AND {wanted} \
         {order} LIMIT {limit}",
        columns = columns(table, "w", &then),
        look = look::columns("id", "true", "false"),
        present = present(table, "l"),
        superseded = superseded("l"),
        direction = of_direction(filter),
        order = order_by("l", "created_at", "id", slice.order),
    );
    (sql, arguments)
}

/// The links of one connector or of all: looks at the first states of each connector's, takes the first few that are
/// wanted, merges and cuts them, and joins the records to what is left.
///
/// The states of one link share its place in the list. Wherever something is cut, they stay together.
fn of_connectors(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    past: Past,
    slice: Slice,
    most: usize,
) -> (String, Arguments) {
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        link_id,
        records,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = of_connector(filter, &mut arguments);
    let then = Then::new(past, filter.deleted, &mut arguments);
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let within_history = arguments.within("l", "created_at", "link_id", slice.interval);
    let most = arguments.bind(limit(most));
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("l", "created_at", "id", slice.order);
    let own_order = order_by("l", "created_at", link_id, slice.order);
    let ranges = Range::of(LinkFilter {
        deleted: past.present(filter.deleted),
        ..filter
    });
    let present = present(table, "l");
    let ranges = ranges.map(|range| {
        let from = range.from(links, "w.pk");
        format!("(SELECT {present} {from}{within} {own_order} LIMIT {most})")
    });
    let history = format!(
        "(SELECT {superseded} FROM core_api.link_history l \
         WHERE l.workspace_connector_pk = w.pk AND l.record = '{kind}'{direction}{within_history} \
         {order} FETCH FIRST ({most}) ROWS WITH TIES)",
        superseded = superseded("l"),
        direction = of_direction(filter),
        order = order_by("l", "created_at", "link_id", slice.order),
    );
    let sources: Vec<_> = ranges.chain([history]).collect();
    let Wanted { later, wanted } = Wanted::new(&then, kind, filter);
    let sql = format!(
        "SELECT {columns}, {look} FROM ( \
           SELECT l.*, w.workspace_connector_id FROM core_api.workspace_connectors w \
           CROSS JOIN LATERAL ( \
             SELECT l.*, {wanted} AS is_wanted FROM ( \
               SELECT l.*, row_number() OVER ({order}) AS n FROM ( \
                 SELECT l.* FROM ({sources}) l {order} FETCH FIRST ({most}) ROWS WITH TIES) l) l \
             {later} \
             WHERE l.n >= {most} OR ({wanted}) \
             {order} FETCH FIRST ({limit}) ROWS WITH TIES) l \
           WHERE w.workspace_pk = {workspace}{connector} \
           {order} FETCH FIRST ({limit}) ROWS WITH TIES) l \
         JOIN {records} p ON p.pk = l.record_pk AND p.workspace_pk = {workspace} {order}",
        columns = columns(table, "l", &then),
        look = look::columns("id", "l.is_wanted", &format!("l.n >= {most}")),
        sources = sources.join(" UNION ALL "),
    );
    (sql, arguments)
}

/// The condition that a state `l` is wanted, and what has to be joined for it.
struct Wanted {
    later: String,
    wanted: String,
}

impl Wanted {
    fn new(then: &Then, kind: Kind, filter: LinkFilter) -> Self {
        let passes = then.passes("l");
        if !then.may_repeat() {
            return Self {
                later: String::new(),
                wanted: passes,
            };
        }
        Self {
            later: format!(
                "LEFT JOIN LATERAL ({}) later ON true",
                then.later(kind, filter)
            ),
            wanted: format!("{passes} AND later.is_there IS NULL"),
        }
    }
}

/// The columns of [`link`]: those of a link that is now as the state `l` was at the end of the time.
fn columns(table: &LinkTable, connector: &str, then: &Then) -> String {
    let ended = format!("l.deleted_at <= {}", then.end);
    format!(
        "l.id, p.{record_id}, {connector}.workspace_connector_id, l.direction::text, l.created_at, \
         CASE WHEN {ended} THEN l.deleted_at ELSE l.since END, CASE WHEN {ended} THEN l.deleted_at END, \
         l.created_as::text, l.created_by, NULL::uuid, CASE WHEN {ended} THEN l.deleted_as::text END, \
         CASE WHEN {ended} THEN l.deleted_by END, CASE WHEN {ended} THEN l.reason::text END",
        record_id = table.record_id,
    )
}

/// Reads the item of a row.
pub(super) fn link(row: &Row) -> Result<Link, StoreError> {
    let mut link = get::link(row)?;
    link.causes.seen = None;
    Ok(link)
}
