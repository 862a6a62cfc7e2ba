//! Building schemas of objects.

use serde_json::{Map, Value as Json, json};

/// Requires one more member.
pub(super) fn required_too(schema: &mut Json, name: &str) {
    if let Some(required) = schema["required"].as_array_mut() {
        required.push(json!(name));
    }
}

/// Adds members to an object.
pub(super) fn extend(object: &mut Json, members: Json) {
    if let (Some(object), Json::Object(members)) = (object.as_object_mut(), members) {
        object.extend(members);
    }
}

/// An object with exactly these members, all required.
pub(super) fn object(properties: Json) -> Json {
    let names = properties.as_object().into_iter().flat_map(Map::keys);
    let names: Vec<_> = names.cloned().collect();
    let mut schema = closed(&[], properties);
    schema["required"] = names.into();
    schema
}

/// An object with these members and no others; only some are required.
pub(super) fn closed(required: &[&str], properties: Json) -> Json {
    let mut schema = json!({"type": "object", "required": required, "additionalProperties": false});
    schema["properties"] = properties;
    schema
}
