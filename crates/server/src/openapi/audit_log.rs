//! The lines of an export of the audit log.

use serde_json::{Value as Json, json};

use super::components::Components;
use super::objects::{extend, object};
use super::{delivery, values};
use crate::layers::negotiation::NDJSON;
use crate::resources::audit_event;
use crate::resources::shape::{Attribute, Set, Value};

/// The answer.
pub(super) fn response(headers: &Json, components: &mut Components) -> Json {
    let line = components.schema("audit_log_line", line());
    let about = "The log. The first line says what it begins behind; the last one is `head` and says where it ends.";
    json!({
        "description": about,
        "headers": headers,
        "content": {NDJSON.0: delivery::lines(about, &line)},
    })
}

fn line() -> Json {
    let place = object(json!({
        "position": {"type": "integer", "minimum": 0},
        "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }));
    let begins = object(json!({"workspace_id": values::id(), "after": place}));
    let key = Attribute::new("api_key", Value::Id, Set::Never).nullable();
    let mut entry = json!({"workspace_id": values::id(), "id": values::id()});
    let attributes = audit_event::SHAPE.attributes.iter().chain([&key]);
    for attribute in attributes {
        extend(&mut entry, json!({attribute.name: values::sent(attribute)}));
    }
    json!({"oneOf": [
        object(json!({"audit_log": begins})),
        object(entry),
        object(json!({"head": place})),
    ]})
}
