use tokio_postgres::Row;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::Bucket;
use wellhead_core::store::{Activity, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::{At, count, label, time};
use crate::table::LinkTable;

/// The statement that counts a connector's links created in `created`, by bucket and direction; [`activity`] reads a
/// row.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    connector: WorkspaceConnectorId,
    bucket: Bucket,
    created: Interval,
) -> (String, Arguments) {
    let LinkTable { links, link_id, .. } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let connector = arguments.bind(connector.uuid());
    let stride = arguments.bind(bucket.micros());
    let origin = arguments.bind(At(bucket.origin()));
    let within = arguments.within("l", "created_at", link_id, created);
    let sql = format!(
        "SELECT l.start, l.direction::text, l.links FROM core_api.workspace_connectors w \
         CROSS JOIN LATERAL ( \
           SELECT date_bin({stride}::bigint * interval '1 microsecond', l.created_at, {origin}) AS start, \
             l.direction, count(*) AS links \
           FROM {links} l WHERE l.workspace_connector_pk = w.pk{within} \
           GROUP BY 1, 2) l \
         WHERE w.workspace_pk = {workspace} AND w.workspace_connector_id = {connector} \
         ORDER BY l.start, l.direction"
    );
    (sql, arguments)
}

pub(super) fn activity(row: &Row) -> Result<Activity, StoreError> {
    Ok(Activity {
        start: time(row, 0),
        direction: label(row, 1)?,
        links: count(row, 2),
    })
}
