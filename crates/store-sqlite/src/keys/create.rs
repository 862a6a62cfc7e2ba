use rusqlite::{Connection, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::key::{Key, MAX_KEYS, NewKey};
use wellhead_core::resource::Name;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

pub(super) fn create(change: &Change<'_>, new: &NewKey) -> Result<Key, Undone<Rejection>> {
    has_room(change)?;
    Ok(insert(change.connection, change.tenant, change.at, new)?)
}

/// Adds a key.
pub(crate) fn insert(
    connection: &Connection,
    tenant: Tenant,
    at: Timestamp,
    new: &NewKey,
) -> rusqlite::Result<Key> {
    let sql = "INSERT INTO api_keys (
            api_key_id, workspace_pk, role, name, token_hash, token_prefix, created_at, expires_at, lifetime_us)
        VALUES (:id, :workspace, :role, :name, :hash, :prefix, :at, :expires, :expires - :at)";
    prepare(connection, sql)?.execute(named_params! {
        ":id": new.id.uuid(),
        ":workspace": tenant.pk(),
        ":role": new.role.as_str(),
        ":name": new.name.as_ref().map(Name::as_str),
        ":hash": new.hash.0,
        ":prefix": new.prefix.as_str(),
        ":at": at.as_micros(),
        ":expires": new.expires_at.map(Timestamp::as_micros),
    })?;
    Ok(Key {
        id: new.id,
        workspace: tenant.workspace(),
        role: new.role,
        name: new.name.clone(),
        prefix: Some(new.prefix.clone()),
        created_at: at,
        updated_at: None,
        expires_at: new.expires_at,
        last_used_at: None,
        revoked_at: None,
    })
}

/// Refuses another key if the workspace has as many as it can have.
pub(super) fn has_room(change: &Change<'_>) -> Result<(), Undone<Rejection>> {
    let sql = "SELECT count(*) FROM api_keys INDEXED BY idx_api_keys_good
        WHERE workspace_pk = :workspace AND revoked_at IS NULL AND ifnull(expires_at, 9223372036854775807) > :at";
    let values = named_params! { ":workspace": change.tenant.pk(), ":at": change.at.as_micros() };
    let good = prepare(change.connection, sql)?.query_row(values, |it| row::count(it, 0))?;
    if good >= MAX_KEYS as u64 {
        return Err(Undone::Refused(Rejection::TooManyKeys));
    }
    Ok(())
}
