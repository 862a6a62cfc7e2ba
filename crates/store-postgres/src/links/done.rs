//! Lists of the links that a run, a job or a key made, saw last or ended.

use wellhead_core::page::{Interval, Looked, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deed, DoneBy, Link, LinkFilter};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{columns, link};
use super::list::{of_connector, of_direction, of_record};
use super::range::Range;
use crate::arguments::Arguments;
use crate::few::Reach;
use crate::look;
use crate::row::seen;
use crate::runs::{StoredRun, find};
use crate::session::Session;
use crate::slice::{limit, order_by};
use crate::table::LinkTable;

pub(super) async fn list(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    done: DoneBy,
    slice: Slice,
    most: usize,
) -> Result<Looked<Link>, StoreError> {
    if let Some(record) = filter.record {
        let (sql, arguments) =
            of_record(tenant, kind, record, filter, Some(done), slice, Reach::All);
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        let links = rows.iter().map(link).collect::<Result<_, _>>()?;
        return Ok(Looked::through(links));
    }
    let run = match done.deed {
        Deed::Created | Deed::Seen => find(session, tenant, done.by.into()).await?,
        Deed::Deleted => None,
    };
    if run.as_ref().is_some_and(|it| it.run.record != kind) {
        return Ok(Looked::through(Vec::new()));
    }
    let (sql, arguments) = statement(tenant, kind, filter, done, run.as_ref(), slice, most);
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    look::looked(&rows, link)
}

/// The condition that `done` was done to a link `l`.
pub(super) fn done_by(done: DoneBy, arguments: &mut Arguments) -> String {
    let by = arguments.bind(done.by);
    match done.deed {
        Deed::Created => format!("l.created_by = {by}"),
        Deed::Seen => format!("coalesce(l.seen_by, l.created_by) = {by}"),
        Deed::Deleted => format!("l.deleted_by = {by}"),
    }
}

/// The statement that lists `slice`. `run` is the run that made or saw the links, if it was one.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    done: DoneBy,
    run: Option<&StoredRun>,
    slice: Slice,
    most: usize,
) -> (String, Arguments) {
    let table = LinkTable::of(kind);
    let LinkTable {
        link_id,
        record_pk,
        records,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = of_connector(filter, &mut arguments);
    let done_by = done_by(done, &mut arguments);
    let most = arguments.bind(limit(most));
    let sources = match run {
        Some(run) => of_run(
            table,
            kind,
            filter,
            done.deed,
            run,
            slice,
            &most,
            &mut arguments,
        ),
        None => of_others(table, done, slice, &most, &mut arguments),
    };
    let direction = of_direction(filter);
    let wanted = format!(
        "{done_by}{}{direction}{connector}",
        seen("l", filter.deleted)
    );
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("l", "created_at", link_id, slice.order);
    let sql = format!(
        "SELECT {columns}, {look} FROM ( \
           SELECT l.*, row_number() OVER ({order}) AS n FROM ( \
             SELECT l.* FROM ({sources}) l {order} FETCH FIRST ({most}) ROWS WITH TIES) l) l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk AND w.workspace_pk = {workspace} \
         JOIN {records} p ON p.pk = l.{record_pk} AND p.workspace_pk = {workspace} \
         WHERE l.n >= {most} OR ({wanted}) \
         {order} FETCH FIRST ({limit}) ROWS WITH TIES",
        columns = columns(table, "w"),
        look = look::columns(link_id, &wanted, &format!("l.n >= {most}")),
        sources = sources.join(" UNION ALL "),
    );
    (sql, arguments)
}

/// The ranges of a run's own connector and direction, in which it made its links from its start to the last of them; and,
/// by the first states of those that were moved elsewhere since, the links that it made.
#[expect(
    clippy::too_many_arguments,
    reason = "they are the parts of one statement"
)]
fn of_run(
    table: &LinkTable,
    kind: Kind,
    filter: LinkFilter,
    deed: Deed,
    run: &StoredRun,
    slice: Slice,
    most: &str,
    arguments: &mut Arguments,
) -> Vec<String> {
    let LinkTable { links, link_id, .. } = table;
    let connector = arguments.bind(run.workspace_connector);
    let by = arguments.bind(run.run.id.uuid());
    let created = match (deed, run.last_link_at) {
        (Deed::Seen, _) => Interval::default(),
        (_, None) => Interval::until(run.run.started_at),
        (_, Some(last)) => Interval::until(last.plus_micros(1)),
    };
    let made = match deed {
        Deed::Seen => created,
        _ => created.and(Interval::since(run.run.started_at)),
    };
    let within = arguments.within("l", "created_at", link_id, slice.interval.and(made));
    let order = order_by("l", "created_at", link_id, slice.order);
    let stream = LinkFilter {
        direction: Some(run.run.direction),
        deleted: filter.deleted,
        ..LinkFilter::default()
    };
    let ranges = Range::of(stream);
    let ranges = ranges.map(|range| {
        let from = range.from(links, &connector);
        format!("(SELECT l.* {from}{within} {order} LIMIT {most})")
    });
    let within = arguments.within("h", "created_at", "link_id", slice.interval);
    let moved = format!(
        "(SELECT l.* FROM core_api.link_history h \
         CROSS JOIN LATERAL ( \
           SELECT l.* FROM {links} l WHERE l.pk = h.link_pk OFFSET 0) l \
         WHERE h.created_by = {by} AND h.record = '{kind}'{within} AND h.since = h.created_at \
           AND (l.workspace_connector_pk <> {connector} OR l.direction <> '{direction}') \
         {order} FETCH FIRST ({most}) ROWS WITH TIES)",
        direction = run.run.direction,
        order = order_by("h", "created_at", "link_id", slice.order),
    );
    ranges.chain([moved]).collect()
}

/// The index of what keys and jobs made, or of what anybody ended.
fn of_others(
    table: &LinkTable,
    done: DoneBy,
    slice: Slice,
    most: &str,
    arguments: &mut Arguments,
) -> Vec<String> {
    let LinkTable { links, link_id, .. } = table;
    let by = arguments.bind(done.by);
    let within = arguments.within("l", "created_at", link_id, slice.interval);
    let index = match done.deed {
        Deed::Created | Deed::Seen => format!("l.created_by = {by} AND l.created_as <> 'run'"),
        Deed::Deleted => format!("l.deleted_by = {by}"),
    };
    let order = order_by("l", "created_at", link_id, slice.order);
    vec![format!(
        "(SELECT l.* FROM {links} l WHERE {index}{within} {order} LIMIT {most})"
    )]
}
