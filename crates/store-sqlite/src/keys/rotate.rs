use rusqlite::{Connection, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::id::KeyId;
use wellhead_core::key::{KeyRotation, Rotated};
use wellhead_core::time::Timestamp;

use super::create::has_room;
use super::get::{existing, find};
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

pub(super) fn rotate(
    change: &Change<'_>,
    id: KeyId,
    rotation: &KeyRotation,
) -> Result<Rotated, Undone<Rejection>> {
    has_room(change)?;
    if existing(change, id)?.has_ended(change.at) {
        return Err(Undone::Refused(Rejection::KeyHasEnded));
    }
    let rotated = replace(change.connection, change.at, id, rotation)?;
    rotated.ok_or(Undone::Refused(Rejection::NotFound))
}

/// Makes another key in the place of one that has not ended, and has that one end when the rotation says. `None` if there is no such
/// key.
pub(crate) fn replace(
    connection: &Connection,
    at: Timestamp,
    id: KeyId,
    rotation: &KeyRotation,
) -> rusqlite::Result<Option<Rotated>> {
    let sql = format!(
        "UPDATE api_keys SET expires_at = min(ifnull(expires_at, :until), :until), updated_at = {UPDATED_AT}
        WHERE api_key_id = :id"
    );
    prepare(connection, &sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":at": at.as_micros(),
        ":until": rotation.until.as_micros(),
    })?;
    let Some(key) = find(connection, id)? else {
        return Ok(None);
    };
    let sql = "INSERT INTO api_keys (
            api_key_id, workspace_pk, role, name, token_hash, token_prefix, created_at, expires_at, lifetime_us)
        SELECT :successor, workspace_pk, role, name, :hash, :prefix, :at, :at + lifetime_us, lifetime_us
        FROM api_keys WHERE api_key_id = :id
        RETURNING expires_at";
    let values = named_params! {
        ":id": id.uuid(),
        ":successor": rotation.successor.uuid(),
        ":hash": rotation.hash.0,
        ":prefix": rotation.prefix.as_str(),
        ":at": at.as_micros(),
    };
    let expires_at =
        prepare(connection, sql)?.query_row(values, |made| row::time_or_null(made, 0))?;
    Ok(Some(Rotated {
        successor: rotation.made(&key, at, expires_at),
        key,
    }))
}
