use tokio_postgres::Row;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, WholeHours};
use wellhead_core::store::{Activity, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::{At, count, label, time};
use crate::table::LinkTable;

/// The statement that counts a connector's links created in `created`, by bucket and direction; [`activity`] reads a
/// row.
///
/// Whole hours are kept: as they are folded, and what is not folded yet. Only what is before and behind them is counted.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    connector: WorkspaceConnectorId,
    bucket: Bucket,
    created: Interval,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = arguments.bind(connector.uuid());
    let stride = arguments.bind(bucket.micros());
    let origin = arguments.bind(At(bucket.origin()));
    let made = match WholeHours::of(created) {
        Some(hours) => {
            let [before, behind] = hours.edges.map(|edge| links(kind, edge, &mut arguments));
            let from = arguments.bind(At(hours.from));
            let until = arguments.bind(At(hours.until));
            format!(
                "{before} UNION ALL {behind} \
                 UNION ALL SELECT h.at, d.direction, h.links FROM core_api.stream_days d \
                 CROSS JOIN LATERAL ( \
                   SELECT d.day + (u.place - 1) * interval '1 hour' AS at, u.links \
                   FROM unnest(d.links) WITH ORDINALITY u (links, place)) h \
                 WHERE d.workspace_connector_pk = w.pk AND d.record = '{kind}' \
                   AND d.day >= core_api.day_of({from}) AND d.day < {until} \
                   AND h.at >= {from} AND h.at < {until} \
                 UNION ALL SELECT u.hour, u.direction, u.made FROM core_api.unfolded u \
                 WHERE u.workspace_pk = {workspace} AND u.workspace_connector_pk = w.pk AND u.record = '{kind}' \
                   AND u.hour >= {from} AND u.hour < {until}"
            )
        }
        None => links(kind, created, &mut arguments),
    };
    let sql = format!(
        "SELECT l.start, l.direction::text, l.links FROM core_api.workspace_connectors w \
         CROSS JOIN LATERAL ( \
           SELECT date_bin({stride}::bigint * interval '1 microsecond', m.at, {origin}) AS start, \
             m.direction, sum(m.links)::bigint AS links \
           FROM ({made}) m (at, direction, links) GROUP BY 1, 2 HAVING sum(m.links) > 0) l \
         WHERE w.workspace_pk = {workspace} AND w.workspace_connector_id = {connector} \
         ORDER BY l.start, l.direction"
    );
    (sql, arguments)
}

/// The query for each link of the connector `w` that was created in `created`.
fn links(kind: Kind, created: Interval, arguments: &mut Arguments) -> String {
    let LinkTable { links, link_id, .. } = LinkTable::of(kind);
    let within = arguments.within("l", "created_at", link_id, created);
    format!(
        "SELECT l.created_at, l.direction, 1 FROM {links} l WHERE l.workspace_connector_pk = w.pk{within}"
    )
}

pub(super) fn activity(row: &Row) -> Result<Activity, StoreError> {
    Ok(Activity {
        start: time(row, 0),
        direction: label(row, 1)?,
        links: count(row, 2),
    })
}
