use tokio_postgres::Row;
use wellhead_core::cause::Cause;
use wellhead_core::id::IdentityId;
use wellhead_core::identity::Identity;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, ExternalId};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::cause::cause;
use crate::row::{id as read_id, seen, times, times_of};
use crate::session::Session;
use crate::table::IdentityTable;

/// The columns of [`identity`]: of an identity `i`, its record `p` and its connector `w`.
pub(super) fn columns(table: &IdentityTable) -> String {
    format!(
        "i.{}, p.{}, w.workspace_connector_id, i.external_id, {}, i.created_as::text, i.created_by, \
         i.deleted_as::text, i.deleted_by",
        table.identity_id,
        table.record_id,
        times_of("i")
    )
}

/// Reads a row of [`columns`].
pub(super) fn identity(row: &Row) -> Result<Identity, StoreError> {
    Ok(Identity {
        id: read_id(row, 0),
        record: read_id(row, 1),
        workspace_connector: read_id(row, 2),
        external_id: ExternalId::from_stored(row.get(3)),
        times: times(row, 4),
        created: cause(row, 7)?.unwrap_or(Cause::Operator),
        deleted: cause(row, 9)?,
    })
}

pub(super) async fn get(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    id: IdentityId,
    deleted: Deleted,
) -> Result<Option<Identity>, StoreError> {
    let table = IdentityTable::of(kind);
    let IdentityTable {
        identities,
        identity_id,
        record_pk,
        records,
        ..
    } = table;
    let sql = format!(
        "SELECT {} FROM {identities} i \
         JOIN core_api.workspace_connectors w ON w.pk = i.workspace_connector_pk \
         JOIN {records} p ON p.pk = i.{record_pk} AND p.workspace_pk = $1 \
         WHERE i.{identity_id} = $2 AND w.workspace_pk = $1{}",
        columns(table),
        seen("i", deleted)
    );
    let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
    row.as_ref().map(identity).transpose()
}
