//! The values of record fields.
//!
//! Codes, words and checksums are accepted in upper and lower case, and with white space around them. Patterns in the
//! schemas allow for that; enumerations of codes and words list only the one spelling that is sent.

use serde_json::{Value as Json, json};
use wellhead_core::record::{Field, Money, Type};

use super::{WHITE, or_null};
use crate::openapi::components::{Components, reference};

/// The names of the schemas of standardized codes.
const CODES: [(&str, Type); 2] = [("currency", Type::Currency), ("country", Type::Country)];

/// Keeps the schemas of codes as components, because they are long.
pub(in crate::openapi) fn keep_codes(components: &mut Components) {
    for (name, of) in CODES {
        components.schema(name, json!({"type": "string", "enum": of.words()}));
    }
}

/// A value, as the server sends it.
pub(in crate::openapi) fn sent(field: &Field) -> Json {
    let (digits, decimals) = (Money::MAX_DIGITS, Money::MAX_DECIMALS);
    match field.of {
        Type::Text(max) => json!({"type": "string", "minLength": 1, "maxLength": max}),
        Type::Contact(max) => contact(max, "", field),
        Type::Money => pattern(
            &format!(r"-?\d{{1,{digits}}}(?:\.\d{{1,{decimals}}})?"),
            field,
        ),
        Type::Date => date(field),
        Type::Currency | Type::Country | Type::OneOf(_) => words(field.of),
        Type::IbanLast4 => pattern("[0-9A-Z]{4}", field),
        Type::Size => size(field),
        Type::Sha256 => pattern("[0-9a-f]{64}", field),
    }
}

/// A value, as clients send it.
pub(in crate::openapi) fn received(field: &Field) -> Json {
    let (digits, decimals) = (Money::MAX_DIGITS, Money::MAX_DECIMALS);
    let spaced = |inner: &str| pattern(&format!("[{WHITE}]*{inner}[{WHITE}]*"), field);
    match field.of {
        Type::Contact(max) => contact(max, &format!("[{WHITE}]*"), field),
        Type::Money => {
            let number = format!(r"[+-]?0*[0-9]{{1,{digits}}}(?:\.[0-9]{{1,{decimals}}})?");
            let mut money = spaced(&number);
            let most = 10_i64.pow(u32::try_from(digits).unwrap_or(u32::MAX)) - 1;
            money["type"] = json!(["string", "integer"]);
            money["minimum"] = json!(-most);
            money["maximum"] = json!(most);
            money["description"] = json!(
                "A decimal number as a string. A whole number may also be sent as a JSON number."
            );
            money
        }
        Type::IbanLast4 => spaced("[0-9A-Za-z]{4}"),
        Type::Sha256 => spaced("[0-9A-Fa-f]{64}"),
        Type::Text(_)
        | Type::Date
        | Type::Currency
        | Type::Country
        | Type::OneOf(_)
        | Type::Size => sent(field),
    }
}

/// A value in a line of a delivery, where null and empty text mean that there is no value.
pub(in crate::openapi) fn delivered(field: &Field) -> Json {
    let mut schema = match field.of {
        Type::Text(max) => json!({"type": "string", "maxLength": max}),
        _ => json!({"anyOf": [received(field), {"type": "string", "maxLength": 0}]}),
    };
    schema = or_null(schema);
    let note = "Empty or null if it is unknown.";
    schema["description"] = json!(format!("{} {note}", field.about));
    schema
}

/// The declared example, as JSON.
pub(in crate::openapi) fn example(field: &Field) -> Json {
    let value = field.parse(field.example);
    json!(value.expect("an example is of its field's type"))
}

fn words(of: Type) -> Json {
    let code = CODES.into_iter().find(|(_, code)| *code == of);
    code.map_or_else(
        || json!({"type": "string", "enum": of.words()}),
        |(name, _)| reference("schemas", name),
    )
}

/// An e-mail address or a URL, with this around it.
fn contact(max: usize, around: &str, field: &Field) -> Json {
    let (any, name) = (format!(r"[^{WHITE}\u0000]"), format!(r"[^{WHITE}\u0000@]"));
    let top = format!(r"[^{WHITE}\u0000@.]");
    let mut schema = pattern(
        &format!(r"{around}(?:https?://{any}+|{name}+@{name}+\.{top}+){around}"),
        field,
    );
    schema["maxLength"] = json!(max);
    schema
}

fn pattern(inner: &str, field: &Field) -> Json {
    json!({"type": "string", "pattern": format!("^{inner}$"), "examples": [field.example]})
}

fn date(field: &Field) -> Json {
    json!({"type": "string", "format": "date", "examples": [field.example]})
}

fn size(field: &Field) -> Json {
    json!({"type": "integer", "minimum": 0, "maximum": i64::MAX, "examples": [example(field)]})
}
