use rusqlite::named_params;
use wellhead_core::command::{NewPerson, Outcome, Rejection};
use wellhead_core::id::{NewId, PersonId};
use wellhead_core::resource::{ExternalId, Name, Person, PersonNames, Times};

use super::get::{find, known};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;

/// Makes a person, or finds the one that has its external id.
pub(crate) fn create(change: &Change<'_>, new: NewPerson) -> Result<Outcome, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    if let NewId::Brought(id) = new.id
        && find(connection, tenant, id)?.is_some()
    {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    if let Some(external_id) = &new.external_id
        && let Some((_, person)) = known(connection, tenant, external_id)?
    {
        return Ok(Outcome::PersonResolved(person));
    }
    let id = new.id.get();
    insert(change, id, &new.names, new.external_id.as_ref())?;
    Ok(Outcome::Person(Person {
        id,
        names: new.names,
        external_id: new.external_id,
        times: Times {
            created_at: change.at,
            updated_at: Some(change.at),
            deleted_at: None,
        },
    }))
}

/// Writes a person whom the workspace does not know, and answers the `pk`.
pub(crate) fn insert(
    change: &Change<'_>,
    id: PersonId,
    names: &PersonNames,
    external_id: Option<&ExternalId>,
) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO peoples (people_id, workspace_pk, first_name, last_name, full_name,
            external_person_id, created_at, updated_at)
        VALUES (:id, :workspace, :first_name, :last_name, :full_name, :external_id, :at, :at)";
    prepare(change.connection, sql)?.insert(named_params! {
        ":id": id.uuid(),
        ":workspace": change.tenant.pk,
        ":first_name": names.first.as_ref().map(Name::as_str),
        ":last_name": names.last.as_ref().map(Name::as_str),
        ":full_name": names.full.as_ref().map(Name::as_str),
        ":external_id": external_id.map(ExternalId::as_str),
        ":at": change.at.as_micros(),
    })
}
