use rusqlite::named_params;
use wellhead_core::command::{PersonChanges, Rejection};
use wellhead_core::id::PersonId;
use wellhead_core::resource::{ExternalId, Name, Person, PersonNames};

use super::get::{find, known};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;

pub(crate) fn update(
    change: &Change<'_>,
    id: PersonId,
    changes: PersonChanges,
) -> Result<Person, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    let (pk, stored) = find(connection, tenant, id)?
        .filter(|(_, person)| changes.restore || person.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    let mut person = Person {
        id,
        names: PersonNames {
            first: changes.first_name.unwrap_or(stored.names.first),
            last: changes.last_name.unwrap_or(stored.names.last),
            full: changes.full_name.unwrap_or(stored.names.full),
        },
        external_id: changes.external_id.unwrap_or(stored.external_id),
        times: stored.times,
    };
    if let Some(external_id) = &person.external_id
        && let Some((other, owner)) = known(connection, tenant, external_id)?
        && other != pk
    {
        return Err(Undone::Refused(Rejection::ExternalIdTaken(owner.id)));
    }
    let updated_at = change.after(person.times.updated_at);
    person.times.updated_at = Some(updated_at);
    person.times.deleted_at = None;

    let sql = "UPDATE peoples SET first_name = :first_name, last_name = :last_name,
            full_name = :full_name, external_person_id = :external_id,
            updated_at = :updated_at, deleted_at = NULL
        WHERE pk = :pk";
    prepare(connection, sql)?.execute(named_params! {
        ":pk": pk,
        ":first_name": person.names.first.as_ref().map(Name::as_str),
        ":last_name": person.names.last.as_ref().map(Name::as_str),
        ":full_name": person.names.full.as_ref().map(Name::as_str),
        ":external_id": person.external_id.as_ref().map(ExternalId::as_str),
        ":updated_at": updated_at.as_micros(),
    })?;
    Ok(person)
}
