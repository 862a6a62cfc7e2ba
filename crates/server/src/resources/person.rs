use serde::Serialize;
use wellhead_core::id::PersonId;
use wellhead_core::resource::{ExternalId, Name, Person, Record};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, DELETED_AT, Relationship, Set, Shape, UPDATED_AT};
use super::{Home, Resource, workspace};
use crate::failure::kind;

pub(crate) const TYPE: &str = Record::People.type_name();
pub(crate) const PATH: &str = Record::People.records_path();
/// The relationship to the links that are about the person.
pub(crate) const LINKS: &str = Record::People.links_name();
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
    hindrances: &[&kind::ID_TAKEN],
    conflicts: &[&kind::EXTERNAL_ID_TAKEN],
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

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    full_name: Option<&'a str>,
    external_person_id: Option<&'a str>,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

pub(crate) fn path(id: PersonId) -> String {
    format!("{PATH}/{id}")
}

pub(crate) fn home(person: &Person) -> Home {
    Home::new(PATH, person.id.uuid(), person.times.deleted_at)
}

pub(crate) fn resource<'a>(
    tenant: Tenant,
    person: &'a Person,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let name = |name: &'a Option<Name>| name.as_ref().map(Name::as_str);
    let attributes = Attributes {
        first_name: name(&person.names.first),
        last_name: name(&person.names.last),
        full_name: name(&person.names.full),
        external_person_id: person.external_id.as_ref().map(ExternalId::as_str),
        created_at: person.times.created_at,
        updated_at: person.times.updated_at,
        deleted_at: person.times.deleted_at,
    };
    let home = home(person);
    let attributes = super::Attributes::Person(attributes);
    let mut resource = Resource::new(TYPE, person.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE));
    resource.relationships = vec![
        home.to_one(workspace::TYPE, tenant.workspace.uuid()),
        home.to_many(LINKS),
    ];
    resource
}
