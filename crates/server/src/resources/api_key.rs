use serde::Serialize;
use wellhead_core::key::Key;
use wellhead_core::resource::Times;
use wellhead_core::tenant::Role;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{Attribute, CREATED_AT, Set, Shape};
use super::{Home, Resource};

pub(crate) const TYPE: &str = "api_key";
pub(crate) const PATH: &str = "/v1/api-keys";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a key",
    many: "keys",
    about: "A key to the workspace. Its token was shown once, when it was made.",
    example: "f1e2d3c4-b5a6-7978-8a9b-0c1d2e3f4a5b",
    attributes: &[
        Attribute::one_of("role", roles, Set::Never),
        CREATED_AT,
        Attribute::time("revoked_at").nullable(),
    ],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about keys.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

fn roles() -> Vec<&'static str> {
    Role::ALL.map(Role::as_str).to_vec()
}

#[derive(Serialize)]
pub(crate) struct Attributes {
    role: &'static str,
    created_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

/// When it was made, and when it was revoked.
pub(crate) const fn times(key: &Key) -> Times {
    Times {
        created_at: key.created_at,
        updated_at: key.revoked_at,
        deleted_at: None,
    }
}

pub(crate) fn resource<'a>(key: &Key, fields: &'a Fieldsets) -> Resource<'a> {
    let attributes = super::Attributes::ApiKey(Attributes {
        role: key.role.as_str(),
        created_at: key.created_at,
        revoked_at: key.revoked_at,
    });
    Resource::new(TYPE, key.id.to_string(), attributes)
        .with_links(Home::new(PATH, key.id.uuid(), None).links())
        .with_fields(fields.of(TYPE))
}
