use rusqlite::{Connection, named_params};
use wellhead_core::command::{Expected, Rejection};
use wellhead_core::id::KeyId;
use wellhead_core::key::Key;
use wellhead_core::time::Timestamp;

use super::get::{existing, find};
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::statement::prepare;

pub(super) fn revoke(
    change: &Change<'_>,
    id: KeyId,
    expected: Option<&Expected>,
) -> Result<Key, Undone<Rejection>> {
    let found = existing(change, id)?;
    if let Some(expected) = expected {
        expected.check(&found.times()).map_err(Undone::Refused)?;
    }
    let revoked = mark(change.connection, change.at, id)?;
    revoked.ok_or(Undone::Refused(Rejection::NotFound))
}

/// Marks a key as revoked, unless it is. `None` if there is no such key.
pub(crate) fn mark(
    connection: &Connection,
    at: Timestamp,
    id: KeyId,
) -> rusqlite::Result<Option<Key>> {
    let sql = format!(
        "UPDATE api_keys SET revoked_at = :at, updated_at = {UPDATED_AT}
        WHERE api_key_id = :id AND revoked_at IS NULL"
    );
    prepare(connection, &sql)?
        .execute(named_params! { ":id": id.uuid(), ":at": at.as_micros() })?;
    find(connection, id)
}
