use wellhead_core::resource::Name;
use wellhead_core::tenant::Role;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::request::ResourceObject;

use super::{keep, minted, nullable, text};

/// The attributes of a key that only the ledger sets.
const KEPT: &[&str] = &[
    "token",
    "prefix",
    "created_at",
    "updated_at",
    "last_used_at",
    "revoked_at",
];

/// What is said of a key to make.
pub(crate) struct Wanted {
    pub(crate) role: Role,
    pub(crate) name: Option<Name>,
    pub(crate) expires_at: Option<Timestamp>,
}

/// A key to make at `now`.
pub(crate) fn create(mut object: ResourceObject, now: Timestamp) -> Result<Wanted, Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    let attributes = &mut object.attributes;
    let role = attributes.require("role");
    let role = errors.check(role.and_then(|it| text(&it, str::parse)));
    let name = errors.check(nullable(attributes, "name", Name::parse));
    let expires_at = nullable(attributes, "expires_at", |text| future(text, now));
    let expires_at = errors.check(expires_at);
    errors.check(keep(attributes, KEPT));
    errors.check(object.finish());
    match role {
        Some(role) => errors.or(Wanted {
            role,
            name: name.flatten().flatten(),
            expires_at: expires_at.flatten().flatten(),
        }),
        None => Err(errors),
    }
}

/// A time that is yet to come.
fn future(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    let at: Timestamp = text
        .parse()
        .map_err(|error: <Timestamp as std::str::FromStr>::Err| error.to_string())?;
    if at > now {
        Ok(at)
    } else {
        Err("a key cannot expire before it is made; use a time that is yet to come".to_owned())
    }
}
