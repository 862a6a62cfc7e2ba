use serde_json::Value;
use wellhead_core::record::Kind;
use wellhead_core::webhook::{EndpointUrl, WebhookEndpointChanges};
use wellhead_jsonapi::request::{Attribute, Attributes, ResourceObject};
use wellhead_jsonapi::{Error, Errors};

use super::{keep, minted, optional, text, whole};

/// The attributes of an endpoint that only the ledger sets.
const KEPT: &[&str] = &[
    "secret",
    "secrets",
    "failures",
    "failing_since",
    "next_attempt_at",
    "last_attempt_at",
    "last_outcome",
    "created_at",
    "updated_at",
];

/// The URL of an endpoint to create, and whatever else is said of it.
pub(crate) fn create(
    mut object: ResourceObject,
) -> Result<(EndpointUrl, WebhookEndpointChanges), Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    let sent = object.attributes.require("url");
    let url = errors.check(sent.and_then(|it| text(&it, parse_url)));
    let wanted = wanted(&mut object.attributes, &mut errors);
    errors.check(object.finish());
    match url {
        Some(url) => errors.or((url, wanted)),
        None => Err(errors),
    }
}

/// The changes to an endpoint.
pub(crate) fn update(mut object: ResourceObject) -> Result<WebhookEndpointChanges, Errors> {
    let mut errors = Errors::new();
    let attributes = &mut object.attributes;
    let url = errors.check(optional(attributes, "url", parse_url));
    let wanted = wanted(attributes, &mut errors);
    errors.check(object.finish());
    errors.or(WebhookEndpointChanges {
        url: url.flatten(),
        ..wanted
    })
}

/// A problem of a URL, as a sentence about `the URL`.
fn parse_url(text: &str) -> Result<EndpointUrl, String> {
    EndpointUrl::parse(text).map_err(|error| format!("the URL {error}"))
}

/// What creating and updating have in common.
fn wanted(attributes: &mut Attributes, errors: &mut Errors) -> WebhookEndpointChanges {
    let kinds = attributes.take("kinds").map(|it| kinds(&it)).transpose();
    let kinds = errors.check(kinds);
    let status = errors.check(optional(attributes, "status", str::parse));
    let position = attributes.take("position");
    let position = position.map(|it| whole(&it, i64::MAX.cast_unsigned()));
    let position = errors.check(position.transpose());
    errors.check(keep(attributes, KEPT));
    WebhookEndpointChanges {
        url: None,
        kinds: kinds.flatten(),
        status: status.flatten(),
        position: position.flatten(),
    }
}

/// Some kinds of record, or none for null.
fn kinds(attribute: &Attribute) -> Result<Vec<Kind>, Error> {
    let items = match &attribute.value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(items) => items,
        _ => return Err(attribute.expected("an array or null")),
    };
    if items.is_empty() {
        return Err(attribute.invalid("name at least one kind, or use null for all"));
    }
    let mut kinds = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let item = Attribute {
            value: item.clone(),
            pointer: attribute.pointer.member(&i.to_string()),
        };
        let kind = text(&item, str::parse)?;
        if kinds.contains(&kind) {
            return Err(item.invalid(format!("{kind} is named twice")));
        }
        kinds.push(kind);
    }
    Ok(kinds)
}
