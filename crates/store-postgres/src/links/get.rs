use tokio_postgres::Row;
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Link};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::cause::{causes, causes_of};
use crate::row::{id as read_id, label, seen, times, times_of};
use crate::session::Session;
use crate::table::LinkTable;

/// The columns of [`link`]: of a link `l`, of its record `p`, and the `workspace_connector_id` of `connector`.
pub(super) fn columns(table: &LinkTable, connector: &str) -> String {
    format!(
        "l.{}, p.{}, {connector}.workspace_connector_id, l.direction::text, {}, {}",
        table.link_id,
        table.record_id,
        times_of("l"),
        causes_of("l")
    )
}

/// What [`columns`] need of a link `l`. A list looks at many more links than it shows, so it does without the rest.
pub(super) fn needed(table: &LinkTable) -> String {
    format!(
        "l.{}, l.{}, l.workspace_connector_pk, l.direction, l.created_at, l.updated_at, l.deleted_at, \
         l.created_as, l.created_by, l.seen_by, l.deleted_as, l.deleted_by, l.reason",
        table.link_id, table.record_pk,
    )
}

/// Reads a row of [`columns`].
pub(super) fn link(row: &Row) -> Result<Link, StoreError> {
    Ok(Link {
        id: read_id(row, 0),
        record: read_id(row, 1),
        workspace_connector: read_id(row, 2),
        direction: label(row, 3)?,
        times: times(row, 4),
        causes: causes(row, 7)?,
    })
}

pub(super) async fn get(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    id: LinkId,
    deleted: Deleted,
) -> Result<Option<Link>, StoreError> {
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        ..
    } = table;
    let sql = format!(
        "SELECT {} FROM {links} l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
         JOIN {records} p ON p.pk = l.{record_pk} \
         WHERE l.{link_id} = $1 AND w.workspace_pk = $2 AND p.workspace_pk = $2{}",
        columns(table, "w"),
        seen("l", deleted),
    );
    let row = session.query_opt(&sql, &[&id.uuid(), tenant.pk()]).await?;
    row.as_ref().map(link).transpose()
}
