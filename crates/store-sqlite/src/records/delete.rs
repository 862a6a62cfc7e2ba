use wellhead_core::cause::Grounds;
use wellhead_core::command::Rejection;
use wellhead_core::journal::Act;
use wellhead_core::record::RecordRef;

use super::get::find;
use crate::change::Change;
use crate::error::Undone;
use crate::{identities, links, merges};

/// Soft-deletes a record and the links that point to it.
pub(crate) fn delete(change: &Change<'_>, record: RecordRef) -> Result<(), Undone<Rejection>> {
    let kind = record.kind;
    let found = find(change.connection, change.tenant, record)?
        .filter(|(_, record)| record.times.deleted_at.is_none());
    let Some((pk, before)) = found else {
        let merged = merges::merged(change.connection, change.tenant, record)?;
        return Err(Undone::Refused(merged.unwrap_or(Rejection::NotFound)));
    };
    merges::settled(change, kind, pk)?;
    change.soft_delete(kind.sql().records, "pk", pk)?;
    let deleted_at = change.updated_at(Some(before.times.version()));
    identities::end_of_record(change, kind, pk, deleted_at)?;
    change.note_record(kind, Act::Deleted, pk);
    links::delete_of_record(change, kind, pk, Grounds::RecordDeleted)?;
    Ok(())
}
