//! Documents that come in.
//!
//! JSON:API asks servers to ignore members that it does not define, and those whose names begin with `@`
//! wherever they are. Fields are ours to define: others are refused.

use serde_json::{Map, Value as Json, json};

use super::components::Components;
use super::values;
use crate::resources::shape::{Attribute, Relationship, Set, Shape, Value};
use crate::resources::shape_of;

/// What other resources are referred to by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// By their ids.
    Ids,
    /// By their ids, or by the local ids that the request gives them.
    LocalIds,
}

/// What a resource object is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Create,
    Update,
}

/// The document that makes a resource.
pub(super) fn new(shape: &Shape, components: &mut Components) -> Json {
    let data = resource(shape, Purpose::Create, Names::Ids);
    components.schema(&format!("{}_new", shape.of), document(&data))
}

/// The document that changes a resource.
pub(super) fn changes(shape: &Shape, components: &mut Components) -> Json {
    let data = resource(shape, Purpose::Update, Names::Ids);
    components.schema(&format!("{}_changes", shape.of), document(&data))
}

/// The document that lets a relationship lead to another resource.
pub(super) fn linkage(shape: &Shape, components: &mut Components) -> Json {
    let data = identifier(shape, Names::Ids);
    components.schema(&format!("{}_new_linkage", shape.of), document(&data))
}

fn document(data: &Json) -> Json {
    json!({"type": "object", "required": ["data"], "properties": {"data": data}})
}

/// A resource object.
pub(super) fn resource(shape: &Shape, purpose: Purpose, names: Names) -> Json {
    let creates = purpose == Purpose::Create;
    let mut required = vec!["type"];
    let mut properties = json!({
        "type": {"const": shape.of},
        "id": values::id(),
        "lid": {"type": "string"},
    });
    let mut attributes = Fields::default();
    for attribute in shape.attributes {
        if let Some(schema) = attribute_schema(attribute, purpose) {
            attributes.add(
                attribute.name,
                schema,
                creates && attribute.set.is_required(),
            );
        }
    }
    let mut relationships = Fields::default();
    for relationship in shape.relationships {
        if let Relationship::ToOne(to, set) = relationship
            && is_settable(*set, purpose)
        {
            let schema = document(&identifier(shape_of(to), names));
            relationships.add(relationship.name(), schema, creates && set.is_required());
        }
    }
    for (name, fields) in [("attributes", attributes), ("relationships", relationships)] {
        if !fields.required.is_empty() {
            required.push(name);
        }
        properties[name] = fields.into_schema();
    }
    let mut schema = json!({"type": "object", "required": required, "properties": properties});
    match (purpose, names) {
        (Purpose::Create, _) => {
            schema["properties"]["id"]["description"] = json!(
                "Brought by the client, so that trying again makes no twin; or else made by the server."
            );
        }
        (Purpose::Update, Names::Ids) => required_too(&mut schema, "id"),
        (Purpose::Update, Names::LocalIds) => {
            schema["anyOf"] = json!([{"required": ["id"]}, {"required": ["lid"]}]);
        }
    }
    schema
}

/// A resource identifier object.
pub(super) fn identifier(shape: &Shape, names: Names) -> Json {
    let mut schema = json!({
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"const": shape.of}, "id": values::id()},
    });
    match names {
        Names::Ids => {
            required_too(&mut schema, "id");
            schema["not"] = json!({"required": ["lid"]});
        }
        Names::LocalIds => {
            schema["properties"]["lid"] = json!({"type": "string"});
            schema["oneOf"] = json!([{"required": ["id"]}, {"required": ["lid"]}]);
        }
    }
    schema
}

fn required_too(schema: &mut Json, name: &str) {
    if let Some(required) = schema["required"].as_array_mut() {
        required.push(json!(name));
    }
}

fn attribute_schema(attribute: &Attribute, purpose: Purpose) -> Option<Json> {
    if attribute.set == Set::ToNull {
        return Some(json!({"type": "null", "description": "Restores what was soft-deleted."}));
    }
    is_settable(attribute.set, purpose)
        .then(|| values::received(attribute.value, attribute.nullable))
}

fn is_settable(set: Set, purpose: Purpose) -> bool {
    match set {
        Set::Never => false,
        Set::Optional | Set::Required | Set::ToNull => true,
        Set::Once => purpose == Purpose::Create,
    }
}

/// The fields of a resource object.
#[derive(Debug, Default)]
struct Fields {
    required: Vec<&'static str>,
    properties: Map<String, Json>,
}

impl Fields {
    fn add(&mut self, name: &'static str, schema: Json, is_required: bool) {
        if is_required {
            self.required.push(name);
        }
        self.properties.insert(name.to_owned(), schema);
    }

    fn into_schema(self) -> Json {
        json!({
            "type": "object",
            "required": self.required,
            "properties": self.properties,
            "patternProperties": {"^@": {}},
            "additionalProperties": false,
        })
    }
}

/// A resource object that can be created, or updated.
pub(super) fn example(shape: &Shape, purpose: Purpose) -> Json {
    let mut example = json!({"type": shape.of});
    if purpose == Purpose::Update {
        example["id"] = json!(shape.example);
    }
    for attribute in shape.attributes {
        let settable = is_settable(attribute.set, purpose) && attribute.set != Set::ToNull;
        match attribute.value {
            Value::Text(_, text) if settable => example["attributes"][attribute.name] = json!(text),
            Value::OneOf(words) if settable => {
                example["attributes"][attribute.name] = json!(words().first());
            }
            _ => {}
        }
    }
    for relationship in shape.relationships {
        if let Relationship::ToOne(to, set) = relationship
            && purpose == Purpose::Create
            && set.is_required()
        {
            example["relationships"][*to] = json!({"data": identifier_example(shape_of(to))});
        }
    }
    example
}

pub(super) fn identifier_example(shape: &Shape) -> Json {
    json!({"type": shape.of, "id": shape.example})
}
