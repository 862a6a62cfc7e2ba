//! Schemas of plain values.

use serde_json::{Value as Json, json};
use wellhead_jsonapi::page::Cursor;

use crate::resources::shape::{Attribute, Value};

/// White space, as `str::trim` knows it, for a regular expression's class.
const WHITE: &str =
    r"\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
/// An id within a path.
pub(super) const ID_PATTERN: &str =
    "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}";
/// An instant for examples.
const INSTANT: &str = "2026-05-10T14:32:00.000Z";

pub(super) fn id() -> Json {
    json!({"type": "string", "format": "uuid"})
}

/// A URL without scheme and host.
pub(super) fn url() -> Json {
    json!({"type": "string", "format": "uri-reference", "pattern": "^/v1/"})
}

/// A place in a list.
pub(super) fn cursor() -> Json {
    json!({"type": "string", "pattern": Cursor::PATTERN})
}

/// An attribute as the server sends it.
pub(super) fn sent(attribute: &Attribute) -> Json {
    let schema = match attribute.value {
        Value::Text(max, example) => {
            json!({"type": "string", "minLength": 1, "maxLength": max, "examples": [example]})
        }
        Value::OneOf(words) => one_of(&words()),
        Value::Time => json!({
            "type": "string",
            "format": "date-time",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
            "examples": [INSTANT],
        }),
    };
    or_null(schema, attribute.nullable)
}

/// An attribute, or what it is compared with, as clients send it.
pub(super) fn received(value: Value, nullable: bool) -> Json {
    let schema = match value {
        Value::Text(max, example) => text(max, example),
        Value::OneOf(words) => one_of(&words()),
        Value::Time => json!({
            "type": "string",
            "format": "date-time",
            "description": "RFC 3339, with any offset; kept to the microsecond.",
            "examples": [INSTANT],
        }),
    };
    or_null(schema, nullable)
}

fn text(max: usize, example: &str) -> Json {
    let within = max - 2;
    json!({
        "type": "string",
        "description": format!("1 to {max} characters, not counting the white space around them, which is cut off."),
        "pattern": format!(
            r"^[{WHITE}]*[^{WHITE}\u0000](?:[^\u0000]{{0,{within}}}[^{WHITE}\u0000])?[{WHITE}]*$"
        ),
        "examples": [example],
    })
}

pub(super) fn one_of(words: &[&str]) -> Json {
    json!({"type": "string", "enum": words})
}

fn or_null(mut schema: Json, nullable: bool) -> Json {
    if nullable {
        schema["type"] = json!(["string", "null"]);
        if let Some(words) = schema.get_mut("enum").and_then(Json::as_array_mut) {
            words.push(Json::Null);
        }
    }
    schema
}
