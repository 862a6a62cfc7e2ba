use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use wellhead_core::id::RecordId;
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::{ExternalId, Name};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, DELETED_AT, Relationship, Set, Shape, UPDATED_AT};
use super::{Home, Resource, workspace};
use crate::codes;

pub(crate) const TYPE: &str = Kind::People.as_str();
pub(crate) const PATH: &str = Kind::People.wire().records_path;
/// The relationship to the links that are about the person.
pub(crate) const LINKS: &str = Kind::People.wire().links;
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a person",
    many: "people",
    about: "The people that links are about.",
    example: "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f",
    attributes: &[
        free_text("first_name", Name::MAX_CHARS, "Ada"),
        free_text("last_name", Name::MAX_CHARS, "Lovelace"),
        free_text("full_name", Name::MAX_CHARS, "Ada Lovelace"),
        free_text("external_person_id", ExternalId::MAX_CHARS, "crm-1815"),
        CREATED_AT,
        UPDATED_AT,
        DELETED_AT,
    ],
    relationships: &[
        Relationship::ToOne(workspace::TYPE, Set::Never),
        Relationship::ToMany(LINKS),
    ],
    hindrances: &[&codes::ID_TAKEN],
    conflicts: &[&codes::EXTERNAL_ID_TAKEN],
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The relationships that follow from other things.
pub(crate) const READ_ONLY: &[&str] = &[workspace::TYPE, LINKS];
/// What a document about people can be asked for.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    include: &[workspace::TYPE],
    fields: &[(TYPE, FIELDS), (workspace::TYPE, workspace::FIELDS)],
    ..QuerySpec::NONE
};

const fn free_text(name: &'static str, max: usize, example: &'static str) -> Attribute {
    Attribute::text(name, max, example)
        .nullable()
        .set(Set::Optional)
}

/// The attributes of a record, in the order of its kind's declaration.
pub(crate) struct Attributes<'a>(&'a Record);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(record) = self;
        let fields = record.kind.fields();
        let mut object = serializer.serialize_map(Some(fields.len() + 4))?;
        for (field, value) in fields.iter().zip(record.values.iter()) {
            object.serialize_entry(field.name, &value)?;
        }
        let external_id = record.external_id.as_ref().map(ExternalId::as_str);
        object.serialize_entry(record.kind.declaration().external_id, &external_id)?;
        object.serialize_entry("created_at", &record.times.created_at)?;
        object.serialize_entry("updated_at", &record.times.updated_at)?;
        object.serialize_entry("deleted_at", &record.times.deleted_at)?;
        object.end()
    }
}

pub(crate) fn path(id: RecordId) -> String {
    format!("{PATH}/{id}")
}

pub(crate) fn home(person: &Record) -> Home {
    Home::new(PATH, person.id.uuid(), person.times.deleted_at)
}

pub(crate) fn resource<'a>(
    tenant: Tenant,
    person: &'a Record,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let home = home(person);
    let attributes = super::Attributes::Record(Attributes(person));
    let mut resource = Resource::new(TYPE, person.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE));
    resource.relationships = vec![
        home.to_one(workspace::TYPE, tenant.workspace().uuid()),
        home.to_many(LINKS),
    ];
    resource
}
