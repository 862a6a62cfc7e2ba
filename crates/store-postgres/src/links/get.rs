use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Link};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::{columns, link};
use crate::row::seen;
use crate::session::Session;
use crate::table::LinkTable;

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
        id: key,
        record_pk,
        records,
        ..
    } = table;
    let sql = format!(
        "SELECT {} FROM {links} l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
         JOIN {records} p ON p.pk = l.{record_pk} \
         WHERE l.{key} = $1 AND w.workspace_pk = $2 AND p.workspace_pk = $2{}",
        columns(table, "w"),
        seen("l", deleted),
    );
    let row = session.query_opt(&sql, &[&id.uuid(), tenant.pk()]).await?;
    row.as_ref().map(link).transpose()
}
