use wellhead_core::command::{NewRecord, RecordChanges};
use wellhead_core::ledger::Ledger;
use wellhead_core::record::{Field, InvalidValue, Kind, Value, ValueChanges, Values};
use wellhead_core::resource::ExternalId;
use wellhead_jsonapi::request::{Attribute, Attributes, ResourceObject};
use wellhead_jsonapi::{Error, Errors};

use super::{brought_id, leave, nullable, restores};
use crate::resources::record::read_only;

/// A record to create.
pub(crate) fn create(
    ledger: &Ledger,
    kind: Kind,
    mut object: ResourceObject,
) -> Result<NewRecord, Errors> {
    let mut errors = Errors::new();
    let id = errors.check(brought_id(&object));
    let changes = changes(kind, true, &mut object.attributes, &mut errors);
    errors.check(leave(&mut object.relationships, read_only(kind)));
    errors.check(object.finish());
    errors.or(NewRecord {
        kind,
        id: ledger.new_id(id.flatten()),
        values: changes.values.applied(Values::none(kind)).completed(kind),
        external_id: changes.external_id.flatten(),
    })
}

/// The changes to a record.
pub(crate) fn update(kind: Kind, mut object: ResourceObject) -> Result<RecordChanges, Errors> {
    let mut errors = Errors::new();
    let changes = changes(kind, false, &mut object.attributes, &mut errors);
    errors.check(leave(&mut object.relationships, read_only(kind)));
    errors.check(object.finish());
    errors.or(changes)
}

fn changes(
    kind: Kind,
    is_new: bool,
    attributes: &mut Attributes,
    errors: &mut Errors,
) -> RecordChanges {
    let mut values = ValueChanges::default();
    for (position, field) in kind.fields().iter().enumerate() {
        let sent = if is_new && field.is_required() {
            errors.check(attributes.require(field.name))
        } else {
            attributes.take(field.name)
        };
        if let Some(read) = sent.and_then(|sent| errors.check(value(field, &sent))) {
            values.set(position, read);
        }
    }
    let name = kind.declaration().external_id;
    let external_id = nullable(attributes, name, ExternalId::parse);
    RecordChanges {
        values,
        external_id: errors.check(external_id).flatten(),
        restore: errors.check(restores(attributes)) == Some(true),
    }
}

/// The value sent for a field; `None` if it is null.
fn value(field: &Field, sent: &Attribute) -> Result<Option<Value>, Error> {
    field.parse_json(&sent.value).map_err(|why| match why {
        InvalidValue::Other(expected) => sent.expected(expected),
        why => sent.invalid(why.to_string()),
    })
}
