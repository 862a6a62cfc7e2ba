use std::ops;

use tokio_postgres::Row;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, WholeHours};
use wellhead_core::store::{Activity, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
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
    let made = match WholeHours::of(created) {
        Some(hours) => {
            let [before, behind] = hours.edges.map(|edge| links(kind, edge, &mut arguments));
            let hours = bind(hours.from..hours.until, &mut arguments);
            let folded = folded(
                kind,
                "stream_days",
                "d.workspace_connector_pk = w.pk",
                &hours,
            );
            let unfolded = unfolded(kind, &workspace, &hours);
            format!(
                "{before} UNION ALL {behind} UNION ALL {folded} \
                 UNION ALL {unfolded} AND u.workspace_connector_pk = w.pk"
            )
        }
        None => links(kind, created, &mut arguments),
    };
    let sql = format!(
        "SELECT l.start, l.direction, l.links FROM core_api.workspace_connectors w \
         CROSS JOIN LATERAL ({}) l \
         WHERE w.workspace_pk = {workspace} AND w.workspace_connector_id = {connector} \
         ORDER BY l.start, l.direction",
        by_bucket(&made, bucket, &mut arguments)
    );
    (sql, arguments)
}

/// The statement that counts all links of the workspace that were created in these hours, in the same way.
pub(super) fn of_all(
    tenant: Tenant,
    kind: Kind,
    bucket: Bucket,
    hours: ops::Range<Timestamp>,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let hours = bind(hours, &mut arguments);
    let of = format!("d.workspace_pk = {workspace}");
    let folded = folded(kind, "workspace_days", &of, &hours);
    let unfolded = unfolded(kind, &workspace, &hours);
    let made = format!("{folded} UNION ALL {unfolded}");
    let sql = format!(
        "SELECT l.start, l.direction, l.links FROM ({}) l ORDER BY l.start, l.direction",
        by_bucket(&made, bucket, &mut arguments)
    );
    (sql, arguments)
}

/// The query for the kept counts of these hours that are folded, each with its time and direction.
fn folded(kind: Kind, table: &str, of: &str, [from, until]: &[String; 2]) -> String {
    format!(
        "SELECT h.at, d.direction, h.links FROM core_api.{table} d \
         CROSS JOIN LATERAL ( \
           SELECT d.day + (u.place - 1) * interval '1 hour' AS at, u.links \
           FROM unnest(d.links) WITH ORDINALITY u (links, place)) h \
         WHERE {of} AND d.record = '{kind}' \
           AND d.day >= core_api.day_of({from}) AND d.day < {until} \
           AND h.at >= {from} AND h.at < {until}"
    )
}

/// The query for what is not folded yet.
fn unfolded(kind: Kind, workspace: &str, [from, until]: &[String; 2]) -> String {
    format!(
        "SELECT u.hour, u.direction, u.made FROM core_api.unfolded u \
         WHERE u.workspace_pk = {workspace} AND u.record = '{kind}' AND u.hour >= {from} AND u.hour < {until}"
    )
}

fn bind(hours: ops::Range<Timestamp>, arguments: &mut Arguments) -> [String; 2] {
    [hours.start, hours.end].map(|at| arguments.bind(At(at)))
}

/// The query that adds up what was `made` by bucket and direction.
fn by_bucket(made: &str, bucket: Bucket, arguments: &mut Arguments) -> String {
    let stride = arguments.bind(bucket.micros());
    let origin = arguments.bind(At(bucket.origin()));
    format!(
        "SELECT date_bin({stride}::bigint * interval '1 microsecond', m.at, {origin}) AS start, \
           m.direction::text AS direction, sum(m.links)::bigint AS links \
         FROM ({made}) m (at, direction, links) GROUP BY 1, 2 HAVING sum(m.links) > 0"
    )
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
