use wellhead_core::command::Rejection;
use wellhead_core::id::PersonId;
use wellhead_core::resource::Record;

use super::get::find;
use crate::change::Change;
use crate::error::Undone;
use crate::links;

/// Soft-deletes a person and the links that point to it.
pub(crate) fn delete(change: &Change<'_>, id: PersonId) -> Result<(), Undone<Rejection>> {
    let (pk, _) = find(change.connection, change.tenant, id)?
        .filter(|(_, person)| person.times.deleted_at.is_none())
        .ok_or(Undone::Refused(Rejection::NotFound))?;
    change.soft_delete("peoples", "pk", pk)?;
    links::delete_of_record(change, Record::People, pk)?;
    Ok(())
}
