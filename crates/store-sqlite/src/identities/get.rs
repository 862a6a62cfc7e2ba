use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::cause::Cause;
use wellhead_core::id::IdentityId;
use wellhead_core::identity::Identity;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, ExternalId};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::cause::cause;
use crate::row;
use crate::statement::prepare;
use crate::table::IdentityTable;

/// The columns of [`identity`]: of an identity `i`, its record `p` and its connector `w`; and then the `pk`.
pub(super) fn columns(table: &IdentityTable) -> String {
    format!(
        "i.{}, p.{}, w.workspace_connector_id, i.external_id, i.created_at, i.updated_at, i.deleted_at,
        i.created_as, i.created_by, i.deleted_as, i.deleted_by, i.pk",
        table.identity_id, table.record_id
    )
}

/// What follows an identity `i` in a join, so that it is `:workspace`'s by both its ends.
pub(super) fn ends(table: &IdentityTable) -> String {
    format!(
        "CROSS JOIN workspace_connectors w ON w.pk = i.workspace_connector_pk AND w.workspace_pk = :workspace
        CROSS JOIN {} p ON p.pk = i.{} AND p.workspace_pk = :workspace",
        table.records, table.record_pk
    )
}

/// Reads a row of [`columns`].
pub(super) fn identity(row: &Row<'_>) -> rusqlite::Result<Identity> {
    Ok(Identity {
        id: row::id(row, 0)?,
        record: row::id(row, 1)?,
        workspace_connector: row::id(row, 2)?,
        external_id: ExternalId::from_stored(row.get(3)?),
        times: row::times(row, 4)?,
        created: cause(row, 7)?.unwrap_or(Cause::Operator),
        deleted: cause(row, 9)?,
    })
}

pub(super) fn get(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: IdentityId,
    deleted: Deleted,
) -> rusqlite::Result<Option<Identity>> {
    let found = find(connection, tenant, kind, id)?.map(|(_, identity)| identity);
    Ok(found.filter(|identity| row::seen(deleted, &identity.times)))
}

/// The tenant's identity, active or not, and its `pk`.
pub(crate) fn find(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: IdentityId,
) -> rusqlite::Result<Option<(i64, Identity)>> {
    let table = IdentityTable::of(kind);
    let sql = format!(
        "SELECT {} FROM {} i {} WHERE i.{} = :id",
        columns(table),
        table.identities,
        ends(table),
        table.identity_id
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| Ok((row.get(11)?, identity(row)?)),
        )
        .optional()
}
