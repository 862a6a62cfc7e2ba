use tokio_postgres::Row;
use wellhead_core::privacy::{Asked, Stretch};
use wellhead_core::record::RecordRef;
use wellhead_core::resource::{Deleted, Past};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::subject::held;
use crate::arguments::Arguments;
use crate::links::{Then, present, superseded};
use crate::row::{At, id as read_id, label, label_or_null, time, time_or_null};
use crate::session::Session;
use crate::table::LinkTable;

pub(super) async fn stretches(
    session: &Session,
    tenant: Tenant,
    record: RecordRef,
    asked: Asked,
) -> Result<Vec<Stretch>, StoreError> {
    let (sql, arguments) = statement(tenant, record, asked);
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    rows.iter().map(stretch).collect()
}

/// The sums of the links of the record and of all that were part of it. A link has one state at a moment, so no link
/// counts twice.
pub(super) fn statement(tenant: Tenant, record: RecordRef, asked: Asked) -> (String, Arguments) {
    let kind = record.kind;
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        record_pk,
        records,
        record_id,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.id.uuid());
    let from = arguments.bind(At(asked.from.unwrap_or(Timestamp::MIN)));
    let to = arguments.bind(At(asked.to.unwrap_or(Timestamp::MAX)));
    let then = Then::new(Past::AsOf(asked.as_of), Deleted::Include, &mut arguments);
    let as_of = &then.end;
    let sql = format!(
        "WITH asked AS MATERIALIZED ( \
           SELECT p.pk FROM {records} p WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record}), \
         homes AS MATERIALIZED ( \
           SELECT pk FROM asked \
           UNION SELECT r.record_pk FROM asked \
             JOIN core_api.merges m ON m.survivor_pk = asked.pk AND {held} \
             JOIN core_api.merged_records r ON r.merge_pk = m.pk) \
         SELECT w.workspace_connector_id, l.direction::text, max(l.ended), l.why::text, \
           count(*), min(l.created_at), max(l.created_at) \
         FROM homes CROSS JOIN LATERAL ( \
           SELECT l.workspace_connector_pk, l.direction, l.created_at, \
             CASE WHEN l.deleted_at <= {as_of} THEN l.deleted_at END AS ended, \
             CASE WHEN l.deleted_at <= {as_of} THEN l.reason END AS why FROM ( \
             SELECT {present} FROM {links} l WHERE l.{record_pk} = homes.pk AND l.created_at <= {as_of} \
             UNION ALL \
             SELECT {superseded} FROM core_api.link_history l \
             WHERE l.record = '{kind}' AND l.record_pk = homes.pk AND l.created_at <= {as_of}) l \
           WHERE {passes}) l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk AND w.workspace_pk = {workspace} \
         WHERE l.created_at < {to} AND (l.ended IS NULL OR l.ended > {from}) \
         GROUP BY w.workspace_connector_id, l.direction, l.ended IS NULL, l.why",
        held = held(kind, &workspace, as_of),
        present = present(table, "l"),
        superseded = superseded("l"),
        passes = then.passes("l"),
    );
    (sql, arguments)
}

fn stretch(row: &Row) -> Result<Stretch, StoreError> {
    Ok(Stretch {
        workspace_connector: read_id(row, 0),
        direction: label(row, 1)?,
        ended: time_or_null(row, 2),
        reason: label_or_null(row, 3)?,
        links: row.get::<_, i64>(4).cast_unsigned(),
        first: time(row, 5),
        last: time(row, 6),
    })
}
