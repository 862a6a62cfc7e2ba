use serde::Serialize;
use wellhead_core::resource::Connector;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::{Home, Resource};

pub(crate) const TYPE: &str = "connector";
pub(crate) const PATH: &str = "/v1/connectors";
pub(crate) const FIELDS: &[&str] = &["slug", "name", "created_at", "updated_at"];
/// What a document about connectors can be asked for.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    slug: &'a str,
    name: &'a str,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
}

pub(crate) fn resource<'a>(connector: &'a Connector, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::Connector(Attributes {
        slug: connector.slug.as_str(),
        name: connector.name.as_str(),
        created_at: connector.times.created_at,
        updated_at: connector.times.updated_at,
    });
    let home = Home::new(PATH, connector.id.uuid(), None);
    Resource::new(TYPE, connector.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
}
