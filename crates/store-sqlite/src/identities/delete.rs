use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::IdentityId;
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;

use super::get::find;
use crate::change::{Change, UPDATED_AT};
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::IdentityTable;

pub(crate) fn delete(
    change: &Change<'_>,
    kind: Kind,
    id: IdentityId,
) -> Result<(), Undone<Rejection>> {
    let (pk, _) = find(change.connection, change.tenant, kind, id)?
        .filter(|(_, identity)| identity.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    let sql = format!(
        "UPDATE {} SET updated_at = {UPDATED_AT}, deleted_at = {UPDATED_AT}, deleted_as = :as, deleted_by = :by
        WHERE pk = :pk",
        IdentityTable::of(kind).identities
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":pk": pk,
        ":at": change.at.as_micros(),
        ":as": change.by.kind().as_str(),
        ":by": change.by.id(),
    })?;
    Ok(())
}

/// Ends the identities of a record that was deleted at `ended`: otherwise the next line that means it could make no other
/// record.
pub(crate) fn end_of_record(
    change: &Change<'_>,
    kind: Kind,
    record: i64,
    ended: Timestamp,
) -> rusqlite::Result<()> {
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "UPDATE {identities} SET updated_at = {UPDATED_AT}, deleted_at = :at, deleted_as = :as, deleted_by = :by
        WHERE {record_pk} = :record AND deleted_at IS NULL"
    );
    prepare(change.connection, &sql)?.execute(named_params! {
        ":record": record,
        ":at": ended.as_micros(),
        ":as": change.by.kind().as_str(),
        ":by": change.by.id(),
    })?;
    Ok(())
}

/// Brings back the identities that ended with a record at `ended`, except those that mean another one by now: these were the
/// deleted record's until now, and end here.
pub(crate) fn restore_of_record(
    change: &Change<'_>,
    kind: Kind,
    record: i64,
    ended: Timestamp,
) -> rusqlite::Result<()> {
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let sql = format!(
        "UPDATE {identities} SET updated_at = {UPDATED_AT}, deleted_at = NULL, deleted_as = NULL, deleted_by = NULL
        WHERE {record_pk} = :record AND deleted_at = :ended AND NOT EXISTS (
            SELECT 1 FROM {identities} o INDEXED BY idx_{identities}_line_external
            WHERE o.line_pk = {identities}.line_pk AND o.external_id = {identities}.external_id
                AND o.deleted_at IS NULL)"
    );
    let values = named_params! {
        ":record": record,
        ":ended": ended.as_micros(),
        ":at": change.at.as_micros(),
    };
    prepare(change.connection, &sql)?.execute(values)?;
    let sql = format!(
        "UPDATE {identities} SET updated_at = {UPDATED_AT}, deleted_at = {UPDATED_AT}
        WHERE {record_pk} = :record AND deleted_at = :ended"
    );
    prepare(change.connection, &sql)?.execute(values)?;
    Ok(())
}
