use wellhead_core::command::{NewPerson, PersonChanges};
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{ExternalId, Name, PersonNames};
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::request::{Attributes, ResourceObject};

use super::{brought_id, leave, nullable, restores};
use crate::resources::person::READ_ONLY;

/// A person to be made.
pub(crate) fn create(ledger: &Ledger, mut object: ResourceObject) -> Result<NewPerson, Errors> {
    let mut errors = Errors::new();
    let id = errors.check(brought_id(&object));
    let changes = changes(&mut object.attributes, &mut errors);
    errors.check(leave(&mut object.relationships, READ_ONLY));
    errors.check(object.finish());
    let names = PersonNames {
        first: changes.first_name.flatten(),
        last: changes.last_name.flatten(),
        full: changes.full_name.flatten(),
    };
    errors.or(NewPerson {
        id: ledger.new_id(id.flatten()),
        names: names.completed(),
        external_id: changes.external_id.flatten(),
    })
}

/// What is to change of a person.
pub(crate) fn update(mut object: ResourceObject) -> Result<PersonChanges, Errors> {
    let mut errors = Errors::new();
    let changes = changes(&mut object.attributes, &mut errors);
    errors.check(leave(&mut object.relationships, READ_ONLY));
    errors.check(object.finish());
    errors.or(changes)
}

fn changes(attributes: &mut Attributes, errors: &mut Errors) -> PersonChanges {
    let mut name = |field| {
        errors
            .check(nullable(attributes, field, Name::parse))
            .flatten()
    };
    let [first_name, last_name, full_name] =
        ["first_name", "last_name", "full_name"].map(&mut name);
    let external_id = nullable(attributes, "external_person_id", ExternalId::parse);
    PersonChanges {
        first_name,
        last_name,
        full_name,
        external_id: errors.check(external_id).flatten(),
        restore: errors.check(restores(attributes)) == Some(true),
    }
}
