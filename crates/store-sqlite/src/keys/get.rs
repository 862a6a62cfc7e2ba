use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::id::KeyId;
use wellhead_core::key::{Holder, Key};
use wellhead_core::resource::Name;
use wellhead_core::tenant::{Principal, Tenant};
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::limits::rates;
use crate::row;
use crate::statement::prepare;

/// Selects those who hold a key `k` of a workspace `w` that is not closed; [`holder`] reads a row.
pub(super) const HOLDERS: &str =
    "SELECT k.api_key_id, w.workspace_id, w.pk, k.role, k.expires_at, w.suspended_at IS NOT NULL,
        w.requests_per_second, w.max_deliveries
    FROM api_keys k CROSS JOIN workspaces w ON w.pk = k.workspace_pk
    WHERE k.revoked_at IS NULL AND w.deleted_at IS NULL";

pub(super) fn holder(row: &Row<'_>) -> rusqlite::Result<Holder> {
    Ok(Holder {
        principal: Principal {
            key: row::id(row, 0)?,
            tenant: Tenant::of(row::id(row, 1)?, row.get(2)?),
            role: row::label(row, 3)?,
            rates: rates(row, 6)?,
        },
        expires_at: row::time_or_null(row, 4)?,
        is_suspended: row.get(5)?,
    })
}

macro_rules! columns {
    () => {
        "k.api_key_id, w.workspace_id, k.role, k.name, k.token_prefix, k.created_at, k.updated_at, k.expires_at, \
         k.last_used_at, k.revoked_at"
    };
}

/// The columns of [`key`]: of a key `k` of a workspace `w`, all but its token.
pub(super) const COLUMNS: &str = columns!();

/// Selects keys with their workspaces; [`key`] reads a row.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM api_keys k CROSS JOIN workspaces w ON w.pk = k.workspace_pk"
);

/// Reads a row of [`COLUMNS`].
pub(crate) fn key(row: &Row<'_>) -> rusqlite::Result<Key> {
    let revoked_at = row::time_or_null(row, 9)?;
    Ok(Key {
        id: row::id(row, 0)?,
        workspace: row::id(row, 1)?,
        role: row::label(row, 2)?,
        name: row.get::<_, Option<_>>(3)?.map(Name::from_stored),
        prefix: row::label_or_null(row, 4)?,
        created_at: row::time(row, 5)?,
        // Whoever closes a workspace says only that its keys are revoked.
        updated_at: row::time_or_null(row, 6)?.max(revoked_at),
        expires_at: row::time_or_null(row, 7)?,
        last_used_at: row::time_or_null(row, 8)?,
        revoked_at,
    })
}

/// One key of any workspace.
pub(crate) fn find(connection: &Connection, id: KeyId) -> rusqlite::Result<Option<Key>> {
    let sql = format!("{SELECT} WHERE k.api_key_id = :id");
    prepare(connection, &sql)?
        .query_row(named_params! { ":id": id.uuid() }, key)
        .optional()
}

/// One key of the tenant's.
pub(super) fn existing(change: &Change<'_>, id: KeyId) -> Result<Key, Undone<Rejection>> {
    find(change.connection, id)?
        .filter(|key| key.workspace == change.tenant.workspace())
        .ok_or(Undone::Refused(Rejection::NotFound))
}
