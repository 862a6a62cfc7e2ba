use serde::Serialize;
use wellhead_core::key::{Key, Prefix, Token};
use wellhead_core::resource::Name;
use wellhead_core::tenant::Role;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::rotation::overlap;
use super::shape::{Attribute, CREATED_AT, Set, Shape, UPDATED_AT, Value};
use super::{Home, Resource};
use crate::codes;

pub(crate) const TYPE: &str = "api_key";
pub(crate) const PATH: &str = "/v1/api-keys";
pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a key",
    many: "keys",
    about: "A key to the workspace. Its token is shown once, when it is made.",
    example: "f1e2d3c4-b5a6-7978-8a9b-0c1d2e3f4a5b",
    attributes: &[
        Attribute::one_of("role", roles, Set::Once),
        Attribute::new("name", Value::Text(Name::MAX_CHARS, "The nightly import"), Set::AtFirst)
            .about("What people call it.")
            .nullable(),
        Attribute::text("token", Token::CHARS, TOKEN)
            .about("What clients send. Shown only when it is new.")
            .optional(),
        Attribute::text("prefix", Prefix::CHARS, "whk_5f3a09c1")
            .about("How the token begins, to recognise it by; null for keys from before this was kept.")
            .nullable(),
        Attribute::new("expires_at", Value::Time, Set::AtFirst)
            .about("When it stops working by itself. A rotation brings it forward.")
            .nullable(),
        Attribute::time("last_used_at")
            .about("When it was last used, known a minute later; null if it was not, or not since this is kept.")
            .nullable(),
        CREATED_AT,
        UPDATED_AT,
        Attribute::time("revoked_at").nullable(),
    ],
    minted: true,
    hindrances: &[&codes::UNSUPPORTED, &codes::TOO_MANY_KEYS],
    ..Shape::NONE
};
const TOKEN: &str = "whk_5f3a09c1d27be684a0f9c35d18e7b24606c9d1f3a58e72b4906dc3f1a7e5b820";
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about keys.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

/// A request for another key in the place of one. It is not stored.
pub(crate) const ROTATION: Shape = Shape {
    of: "api_key_rotation",
    path: PATH,
    one: "a rotation",
    many: "rotations",
    about: "Makes another key, with the same role and name, that lasts as long as the key was made to. The key goes on for a while.",
    example: SHAPE.example,
    attributes: &[overlap(
        "For how many seconds the key goes on, if it does not end before; a day by default, 0 if others know it.",
    )],
    minted: true,
    hindrances: &[
        &codes::UNSUPPORTED,
        &codes::TOO_MANY_KEYS,
        &codes::KEY_HAS_ENDED,
    ],
    ..Shape::NONE
};

fn roles() -> Vec<&'static str> {
    Role::ALL.map(Role::as_str).to_vec()
}

#[derive(Serialize)]
pub(crate) struct Attributes<'a> {
    role: &'static str,
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    prefix: Option<&'a str>,
    expires_at: Option<Timestamp>,
    last_used_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
}

pub(crate) fn path(key: &Key) -> String {
    format!("{PATH}/{}", key.id)
}

/// A key, with its token if that is new.
pub(crate) fn resource<'a>(
    key: &'a Key,
    token: Option<&'a Token>,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let attributes = super::Attributes::ApiKey(Attributes {
        role: key.role.as_str(),
        name: key.name.as_ref().map(Name::as_str),
        token: token.map(Token::reveal),
        prefix: key.prefix.as_ref().map(Prefix::as_str),
        expires_at: key.expires_at,
        last_used_at: key.last_used_at,
        created_at: key.created_at,
        updated_at: key.updated_at,
        revoked_at: key.revoked_at,
    });
    Resource::new(TYPE, key.id.to_string(), attributes)
        .with_links(Home::new(PATH, key.id.uuid(), None).links())
        .with_fields(fields.of(TYPE))
}
