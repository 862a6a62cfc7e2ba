use rusqlite::named_params;
use wellhead_core::command::{RecordChanges, Rejection};
use wellhead_core::journal::Act;
use wellhead_core::record::RecordRef;
use wellhead_core::resource::ExternalId;
use wellhead_core::source::{Giver, Held, Source};
use wellhead_core::time::Timestamp;

use super::get::{by_external_id, find, held_by_pk};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::RecordTable;
use crate::{identities, merges, recalls, value};

pub(crate) fn update(
    change: &Change<'_>,
    record: RecordRef,
    changes: RecordChanges,
) -> Result<Held, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    let (pk, before) =
        find(connection, tenant, record)?.ok_or(Undone::Refused(Rejection::NotFound))?;
    if before.times.deleted_at.is_some() {
        // One that was merged is not restored: the merge is undone.
        let merged = merges::merged(connection, tenant, record)?;
        let gone = (!changes.restore).then_some(Rejection::NotFound);
        let erased = recalls::erased(connection, record.kind, pk)?;
        let erased = erased.then_some(Rejection::Erased(record.kind));
        if let Some(why) = merged.or(gone).or(erased) {
            return Err(Undone::Refused(why));
        }
    }
    let updated_at = change.updated_at(before.times.updated_at);
    let mut held = held_by_pk(connection, record.kind, pk)?;
    let values = changes.values.following(record.kind, &before.values);
    let by_hand = Source {
        by: Giver::Author(change.by),
        at: updated_at,
    };
    held.set(values.applied(before.values.clone()), by_hand);
    let record = &mut held.record;
    record.external_id = changes.external_id.unwrap_or(before.external_id.clone());
    let is_another = before.times.deleted_at.is_some()
        || record.values != before.values
        || record.external_id != before.external_id;
    if let Some(external_id) = &record.external_id
        && let Some((other, owner)) = by_external_id(connection, tenant, record.kind, external_id)?
        && other != pk
    {
        let owner = owner.reference();
        return Err(Undone::Refused(Rejection::ExternalIdTaken(owner)));
    }
    if let Some(external_id) = &record.external_id
        && record.external_id != before.external_id
    {
        recalls::refuse(change, record.kind, None, external_id)?;
    }
    record.times.updated_at = Some(updated_at);
    let act = match record.times.deleted_at.take() {
        Some(_) => Act::Restored,
        None => Act::Updated,
    };
    write(change, pk, &held)?;
    let kind = held.record.kind;
    if let Some(ended) = before.times.deleted_at {
        identities::restore_of_record(change, kind, pk, ended)?;
    }
    if is_another {
        change.note_record(kind, act, pk);
    }
    Ok(held)
}

/// Writes the active record `pk` anew.
pub(crate) fn write(change: &Change<'_>, pk: i64, held: &Held) -> rusqlite::Result<()> {
    let Held { record, sources } = held;
    let table = RecordTable::of(record.kind);
    let sql = format!(
        "UPDATE {} SET {}{} = :external_id, sources = :sources, updated_at = :updated_at, deleted_at = NULL
        WHERE pk = :pk",
        table.records, table.assignments, table.external_id
    );
    let mut statement = prepare(change.connection, &sql)?;
    value::bind(
        &mut statement,
        record.kind,
        &record.values,
        named_params! {
            ":pk": pk,
            ":external_id": record.external_id.as_ref().map(ExternalId::as_str),
            ":sources": sources.stored(record.kind),
            ":updated_at": record.times.updated_at.map(Timestamp::as_micros),
        },
    )?;
    statement.raw_execute()?;
    Ok(())
}
