//! The lines of a delivery, and of its answer.
//!
//! `OpenAPI` 3.1 says nothing of what is in a line; `x-itemSchema` says it as `itemSchema` of 3.2 does.

use serde_json::{Value as Json, json};
use wellhead_core::resource::{ExternalId, Name};

use super::components::Components;
use super::incoming::ENCODINGS;
use super::objects::{closed, extend, object};
use super::{kinds, values};
use crate::layers::negotiation::NDJSON;
use crate::resources::shape::Value;
use crate::resources::{person, sync_run};

const EXAMPLE: &str = "{\"external_person_id\":\"crm-1815\",\"first_name\":\"Ada\"}\n";

/// What is delivered.
pub(super) fn request_body(components: &mut Components) -> Json {
    let line = line();
    let line = components.schema("delivery_line", line);
    let mut content = lines("One person a line; empty lines are passed over.", &line);
    content["example"] = json!(EXAMPLE);
    json!({"description": ENCODINGS, "required": true, "content": {NDJSON.0: content}})
}

/// What is answered, while the lines come in.
pub(super) fn response(headers: &Json, components: &mut Components) -> Json {
    let line = components.schema("delivery_report", report());
    let about = "What comes of the lines; the last line is `summary` or `error`.";
    json!({
        "description": about,
        "headers": headers,
        "content": {NDJSON.0: lines(about, &line)},
    })
}

fn lines(about: &str, line: &Json) -> Json {
    json!({"schema": {"type": "string", "description": about}, "x-itemSchema": line})
}

/// A person, by the id here or by the one there.
fn line() -> Json {
    let external = values::received(Value::Text(ExternalId::MAX_CHARS, "crm-1815"), false);
    let name = json!({
        "type": ["string", "null"],
        "maxLength": Name::MAX_CHARS,
        "description": "Empty or null where it is not known.",
    });
    let here = json!({
        "people_id": {"type": "string", "format": "uuid", "examples": [person::SHAPE.example]},
        "external_person_id": {"type": "null"},
    });
    let there = json!({
        "external_person_id": external,
        "first_name": name,
        "last_name": name,
        "full_name": name,
        "people_id": {"type": "null"},
    });
    json!({"oneOf": [closed(&["people_id"], here), closed(&["external_person_id"], there)]})
}

fn report() -> Json {
    let rejected = object(json!({
        "line": {"type": "integer", "minimum": 1},
        "code": {"type": "string", "description": "Stable: for programs."},
        "detail": {"type": "string", "minLength": 1, "description": "For people; may change."},
    }));
    let codes: Vec<_> = kinds::of_delivery().iter().map(|it| it.code).collect();
    let unlisted = json!({
        "type": "integer",
        "minimum": 0,
        "description": "How many rejected lines are not listed, as the answer was not read.",
    });
    let summary = standing(json!({"rejected_unlisted": unlisted}));
    let error = standing(json!({
        "code": {"type": "string", "enum": codes},
        "detail": {"type": "string", "minLength": 1},
        "rejected_unlisted": unlisted,
    }));
    json!({"oneOf": [
        object(json!({"progress": standing(json!({}))})),
        object(json!({"rejected": rejected})),
        object(json!({"summary": summary})),
        object(json!({"error": error})),
    ]})
}

/// How a delivery stands, with more.
fn standing(more: Json) -> Json {
    let mut members = json!({
        "delivery": values::id(),
        "committed": {
            "type": "integer",
            "minimum": 0,
            "description": "The last line that is durable.",
        },
    });
    extend(
        &mut members,
        values::members_of(sync_run::LINES)["properties"].take(),
    );
    extend(&mut members, more);
    object(members)
}
