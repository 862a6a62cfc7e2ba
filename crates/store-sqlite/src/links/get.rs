use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Link};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::cause::{CAUSES, causes};
use crate::ends::LinkedRow;
use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// A link as it is stored, active or not.
pub(crate) struct StoredLink {
    pub(crate) pk: i64,
    pub(crate) link: Link,
    pub(crate) record: LinkedRow,
    pub(crate) workspace_connector: LinkedRow,
}

pub(super) fn get(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: LinkId,
    deleted: Deleted,
) -> rusqlite::Result<Option<Link>> {
    let found = find(connection, tenant, kind, id)?.map(|stored| stored.link);
    Ok(found.filter(|link| row::seen(deleted, &link.times)))
}

/// The tenant's link `id`.
pub(crate) fn find(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: LinkId,
) -> rusqlite::Result<Option<StoredLink>> {
    one(
        connection,
        tenant,
        kind,
        LinkTable::of(kind).link_id,
        &id.uuid(),
    )
}

/// The link `pk`, if it is the tenant's.
pub(super) fn at(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    pk: i64,
) -> rusqlite::Result<Option<Link>> {
    Ok(one(connection, tenant, kind, "pk", &pk)?.map(|stored| stored.link))
}

/// The link that has `value` in `column`, if both its ends are the tenant's.
fn one(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    column: &str,
    value: &dyn ToSql,
) -> rusqlite::Result<Option<StoredLink>> {
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        record_id,
    } = LinkTable::of(kind);
    // `CROSS JOIN` fixes the order: from the one link to its ends.
    let sql = format!(
        "SELECT l.{link_id}, r.{record_id}, w.workspace_connector_id, l.direction,
            l.created_at, l.updated_at, l.deleted_at,
            {CAUSES},
            l.pk, r.pk, r.deleted_at IS NULL, w.pk, w.deleted_at IS NULL
        FROM {links} l
        CROSS JOIN {records} r ON r.pk = l.{record_pk}
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{column} = :value AND r.workspace_pk = :workspace AND w.workspace_pk = :workspace"
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":value": value, ":workspace": tenant.pk() },
            stored,
        )
        .optional()
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredLink> {
    let end = |first| {
        Ok::<_, rusqlite::Error>(LinkedRow {
            pk: row.get(first)?,
            active: row.get(first + 1)?,
        })
    };
    Ok(StoredLink {
        pk: row.get(13)?,
        link: Link {
            id: row::id(row, 0)?,
            record: row::id(row, 1)?,
            workspace_connector: row::id(row, 2)?,
            direction: row::label(row, 3)?,
            times: row::times(row, 4)?,
            causes: causes(row, 7)?,
        },
        record: end(14)?,
        workspace_connector: end(16)?,
    })
}
