//! Schemas of plain values.

pub(super) mod field;

use serde_json::{Value as Json, json};
use wellhead_jsonapi::page::Cursor;

use super::objects::closed;
use crate::resources::shape::{Attribute, Value};

/// White space as `str::trim` knows it, for a character class in a pattern.
const WHITE: &str =
    r"\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
/// The pattern of an id in a path.
pub(super) const ID_PATTERN: &str =
    "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}";
/// An instant for examples.
pub(super) const INSTANT: &str = "2026-05-10T14:32:00.000Z";

pub(super) fn id() -> Json {
    json!({"type": "string", "format": "uuid"})
}

/// A URL of this server: a path, unless the server knows its public URL.
pub(super) fn url() -> Json {
    json!({"type": "string", "format": "uri-reference", "pattern": "^(https?://[^/]+(/.*)?)?/v1/"})
}

/// A cursor: a place in a list.
pub(super) fn cursor() -> Json {
    json!({"type": "string", "pattern": Cursor::PATTERN})
}

/// An attribute, as the server sends it.
pub(super) fn sent(attribute: &Attribute) -> Json {
    let schema = match attribute.value {
        Value::Text(max, example) => line(max, example),
        Value::Texts(max, example) => json!({"type": "array", "items": line(max, example)}),
        Value::OneOf(words) => one_of(&words()),
        Value::Field(it) => field::sent(it),
        Value::Time => json!({
            "type": "string",
            "format": "date-time",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
            "examples": [INSTANT],
        }),
        Value::Message(example) => {
            json!({"type": "string", "minLength": 1, "examples": [example]})
        }
        Value::Object(members) => members_of(members),
        Value::Objects(members) => json!({"type": "array", "items": members_of(members)}),
        Value::Id => id(),
        Value::Flag => flag(),
        Value::Count => count(),
        Value::Whole(least, most) => whole(least, most),
        Value::SomeOf(words) => some_of(&words()),
        Value::Url(max, example) => absolute_url(max, example),
        Value::Share => share(),
    };
    about(attribute, nullable(attribute, schema))
}

/// Text that is never empty.
fn line(max: usize, example: &str) -> Json {
    json!({"type": "string", "minLength": 1, "maxLength": max, "examples": [example]})
}

/// An attribute, as clients send it.
pub(super) fn received(attribute: &Attribute) -> Json {
    about(attribute, nullable(attribute, compared(attribute.value)))
}

/// A value, as clients send it: an attribute's, or one to compare with.
pub(super) fn compared(value: Value) -> Json {
    match value {
        Value::Text(max, example) => text(max, example),
        Value::OneOf(words) => one_of(&words()),
        Value::Field(it) => field::received(it),
        Value::Time => json!({
            "type": "string",
            "format": "date-time",
            "description": "RFC 3339, with any offset; kept to the microsecond.",
            "examples": [INSTANT],
        }),
        Value::Object(members) => json!({
            "type": "object",
            "properties": members
                .iter()
                .map(|it| (it.name.to_owned(), received(it)))
                .collect::<Json>(),
            "minProperties": 1,
            "additionalProperties": false,
        }),
        Value::Id => id(),
        Value::Flag => flag(),
        Value::Count => count(),
        Value::Whole(least, most) => whole(least, most),
        Value::SomeOf(words) => some_of(&words()),
        Value::Url(max, example) => absolute_url(max, example),
        Value::Share => share(),
        Value::Message(_) | Value::Texts(..) | Value::Objects(_) => {
            unreachable!("nobody sends {value:?}")
        }
    }
}

fn nullable(attribute: &Attribute, schema: Json) -> Json {
    if attribute.nullable {
        or_null(schema)
    } else {
        schema
    }
}

/// Puts the attribute's own description before the one of its value.
fn about(attribute: &Attribute, mut schema: Json) -> Json {
    if let Some(about) = attribute.about {
        let note = schema["description"].as_str();
        let said = note.map_or_else(|| about.to_owned(), |note| format!("{about} {note}"));
        schema["description"] = json!(said);
    }
    schema
}

pub(super) fn flag() -> Json {
    json!({"type": "boolean"})
}

fn share() -> Json {
    json!({"type": "number", "minimum": 0, "maximum": 1})
}

/// A count.
pub(super) fn count() -> Json {
    json!({"type": "integer", "minimum": 0})
}

fn whole(least: u64, most: u64) -> Json {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

fn some_of(words: &[&str]) -> Json {
    json!({"type": "array", "items": one_of(words), "minItems": 1, "uniqueItems": true})
}

fn absolute_url(max: usize, example: &str) -> Json {
    json!({
        "type": "string",
        "format": "uri",
        "pattern": "^https?://",
        "maxLength": max,
        "examples": [example],
    })
}

/// An object with these members, as the server sends it.
pub(super) fn members_of(members: &[Attribute]) -> Json {
    let required = members.iter().filter(|it| !it.optional);
    let required: Vec<_> = required.map(|it| it.name).collect();
    let properties = members.iter().map(|it| (it.name.to_owned(), sent(it)));
    closed(&required, properties.collect())
}

fn text(max: usize, example: &str) -> Json {
    let within = max - 2;
    json!({
        "type": "string",
        "description": format!("1 to {max} characters, after surrounding white space is removed."),
        "pattern": format!(
            r"^[{WHITE}]*[^{WHITE}\u0000](?:[^\u0000]{{0,{within}}}[^{WHITE}\u0000])?[{WHITE}]*$"
        ),
        "examples": [example],
    })
}

pub(super) fn one_of(words: &[&str]) -> Json {
    json!({"type": "string", "enum": words})
}

/// The same, or null.
pub(super) fn or_null(mut schema: Json) -> Json {
    if let Some(schemas) = schema.get_mut("anyOf").and_then(Json::as_array_mut) {
        schemas.push(json!({"type": "null"}));
        return schema;
    }
    if schema.get("$ref").is_some() {
        return json!({"anyOf": [schema, {"type": "null"}]});
    }
    let mut types = match schema["type"].take() {
        Json::Array(types) => types,
        one => vec![one],
    };
    types.push(json!("null"));
    schema["type"] = types.into();
    if let Some(words) = schema.get_mut("enum").and_then(Json::as_array_mut) {
        words.push(Json::Null);
    }
    schema
}
