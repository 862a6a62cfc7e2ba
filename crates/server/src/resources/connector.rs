use serde::{Serialize, Serializer};
use wellhead_core::privacy::{FIELDS as LEGAL, LegalEntity};
use wellhead_core::resource::{Connector, Name, Slug};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Set, Shape, UPDATED_AT};
use super::{Home, Resource};

pub(crate) const TYPE: &str = "connector";
pub(crate) const PATH: &str = "/v1/connectors";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a connector",
    many: "connectors",
    about: "The connectors that workspaces can activate. All workspaces share them.",
    example: "5f0c7d2e-1b3a-4c8d-9e6f-2a4b6c8d0e1f",
    attributes: &[
        Attribute::text("slug", Slug::MAX_CHARS, "hubspot"),
        Attribute::text("name", Name::MAX_CHARS, "HubSpot"),
        Attribute::of_field(&LEGAL[0]).set(Set::Never),
        Attribute::of_field(&LEGAL[1]).set(Set::Never),
        Attribute::of_field(&LEGAL[2]).set(Set::Never),
        Attribute::of_field(&LEGAL[3]).set(Set::Never),
        Attribute::of_field(&LEGAL[4]).set(Set::Never),
        CREATED_AT,
        UPDATED_AT,
    ],
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about connectors.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    slug: &'a str,
    name: &'a str,
    #[serde(flatten)]
    legal: Legal<'a>,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
}

/// Who is behind a connector in law: an attribute for each field.
pub(super) struct Legal<'a>(pub(super) &'a LegalEntity);

impl Serialize for Legal<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter())
    }
}

pub(crate) fn resource<'a>(connector: &'a Connector, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::Connector(Attributes {
        slug: connector.slug.as_str(),
        name: connector.name.as_str(),
        legal: Legal(&connector.legal),
        created_at: connector.times.created_at,
        updated_at: connector.times.updated_at,
    });
    let home = Home::new(PATH, connector.id.uuid(), None);
    Resource::new(TYPE, connector.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
}
