//! Request documents.
//!
//! JSON:API asks servers to ignore members that it does not define, and members whose names begin with `@`
//! anywhere. Fields are ours to define, so unknown ones are refused.

use serde_json::{Map, Value as Json, json};
use wellhead_core::record::Absent;

use super::components::Components;
use super::objects::required_too;
use super::values;
use crate::resources::shape::{Attribute, Relationship, Rule, Set, Shape, Value};
use crate::resources::shape_of;

/// The id of one more resource in an example, beside that of its type.
const ANOTHER: &str = "0f7a5c1e-6b2d-4e93-8c40-7d1b9a3e5f28";
/// Holds for every request body.
pub(super) const ENCODINGS: &str = "May be compressed, with `Content-Encoding: gzip` or `zstd`.";

/// How other resources are identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// By their ids.
    Ids,
    /// By their ids, or by the local ids that the request defines.
    LocalIds,
}

/// The purpose of a resource object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Create,
    Update,
}

/// The document that creates a resource.
pub(super) fn new(shape: &Shape, components: &mut Components) -> Json {
    let data = resource(shape, Purpose::Create, Names::Ids);
    components.schema(&format!("{}_new", shape.schema()), document(&data))
}

/// The document that changes a resource.
pub(super) fn changes(shape: &Shape, components: &mut Components) -> Json {
    let data = resource(shape, Purpose::Update, Names::Ids);
    components.schema(&format!("{}_changes", shape.of), document(&data))
}

/// The document that points a relationship at another resource.
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
    let id = match purpose {
        Purpose::Create if shape.minted => {
            json!({"type": "null", "description": "The server makes it."})
        }
        Purpose::Create => values::or_null(values::id()),
        Purpose::Update => values::id(),
    };
    let mut required = vec!["type"];
    let mut properties = json!({
        "type": {"const": shape.of},
        "id": id,
        "lid": {"type": "string"},
    });
    let mut attributes = Fields::default();
    for attribute in shape.attributes {
        if let Some(schema) = attribute_schema(attribute, purpose) {
            attributes.add(attribute.name, schema, is_required(attribute.set, purpose));
        }
    }
    let mut relationships = Fields::default();
    for relationship in shape.relationships {
        match relationship {
            Relationship::ToOne(to, set) if is_settable(*set, purpose) => {
                let schema = document(&identifier(shape_of(to), names));
                relationships.add(relationship.name(), schema, is_required(*set, purpose));
            }
            Relationship::Given(_, to, set) if creates => {
                let schema = document(&identifier(shape_of(to), names));
                relationships.add(relationship.name(), schema, set.is_required());
            }
            Relationship::Several(_, to, most, set) if creates => {
                let one = identifier(shape_of(to), names);
                let some = json!({"type": "array", "items": one, "minItems": 1, "maxItems": most});
                relationships.add(relationship.name(), document(&some), set.is_required());
            }
            _ => {}
        }
    }
    for (name, fields) in [("attributes", attributes), ("relationships", relationships)] {
        if !fields.required.is_empty() {
            required.push(name);
        }
        properties[name] = fields.into_schema();
    }
    let mut schema = json!({"type": "object", "required": required, "properties": properties});
    for rule in shape.rules {
        keep_to(rule, &mut schema);
    }
    match (purpose, names) {
        (Purpose::Create, _) if shape.minted => {}
        (Purpose::Create, _) => {
            schema["properties"]["id"]["description"] = json!(
                "Chosen by the client, so that a retry creates no duplicate. By default the server makes one."
            );
        }
        (Purpose::Update, Names::Ids) => required_too(&mut schema, "id"),
        (Purpose::Update, Names::LocalIds) => {
            schema["anyOf"] = json!([{"required": ["id"]}, {"required": ["lid"]}]);
        }
    }
    schema
}

/// Narrows the schema of a resource object.
fn keep_to(rule: &Rule, schema: &mut Json) {
    match rule {
        Rule::Something => {
            let names = ["attributes", "relationships"].into_iter().flat_map(|of| {
                let fields = schema["properties"][of]["properties"].as_object();
                let names = fields.into_iter().flat_map(Map::keys);
                names.map(move |name| (of, name))
            });
            let set = names.map(
                |(of, name)| json!({"required": [of], "properties": {of: {"required": [name]}}}),
            );
            schema["anyOf"] = set.collect();
        }
        Rule::OnlyWhere(attribute, other, word) => {
            let attributes = &mut schema["properties"]["attributes"];
            let [mut with, mut without] = [attributes.clone(), attributes.take()];
            with["properties"][other] = json!({"const": word});
            without["properties"][attribute] = json!({"type": "null"});
            *attributes = json!({"anyOf": [with, without]});
        }
    }
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

fn attribute_schema(attribute: &Attribute, purpose: Purpose) -> Option<Json> {
    if attribute.set == Set::ToNull {
        return Some(json!({"type": "null", "description": "Restores the soft-deleted resource."}));
    }
    let mut schema = is_settable(attribute.set, purpose).then(|| values::received(attribute))?;
    if purpose == Purpose::Create
        && let Some(value) = default(attribute)
    {
        schema["default"] = value;
    }
    Some(schema)
}

/// What a new resource gets if the attribute is not given.
fn default(attribute: &Attribute) -> Option<Json> {
    match attribute.value {
        Value::Field(field) => match field.absent {
            Absent::Value(text) => {
                let value = field.parse(text);
                Some(json!(value.expect("a default is of its field's type")))
            }
            _ => None,
        },
        _ => attribute.default.map(|of| json!(of())),
    }
}

fn is_settable(set: Set, purpose: Purpose) -> bool {
    match set {
        Set::Never => false,
        Set::Optional | Set::Required | Set::Always | Set::ToNull => true,
        Set::AtFirst | Set::Once => purpose == Purpose::Create,
    }
}

fn is_required(set: Set, purpose: Purpose) -> bool {
    match purpose {
        Purpose::Create => set.is_required(),
        Purpose::Update => set == Set::Always,
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

/// A resource object to create, or to update.
pub(super) fn example(shape: &Shape, purpose: Purpose) -> Json {
    let mut example = json!({"type": shape.of});
    if purpose == Purpose::Update {
        example["id"] = json!(shape.example);
    }
    for attribute in shape.attributes {
        let settable = is_settable(attribute.set, purpose) && attribute.set != Set::ToNull;
        match attribute.value {
            Value::Text(_, text) | Value::Url(_, text) if settable => {
                example["attributes"][attribute.name] = json!(text);
            }
            Value::Object(members) if settable => {
                for member in members {
                    example["attributes"][attribute.name][member.name] = match member.value {
                        Value::Whole(least, _) => json!(least),
                        _ => json!(values::INSTANT),
                    };
                }
            }
            Value::OneOf(words) if settable => {
                example["attributes"][attribute.name] = json!(words().first());
            }
            Value::Field(field) if settable => {
                example["attributes"][attribute.name] = values::field::example(field);
            }
            _ => {}
        }
    }
    for relationship in shape.relationships {
        let data = match relationship {
            _ if purpose != Purpose::Create => continue,
            Relationship::ToOne(to, set) | Relationship::Given(_, to, set) if set.is_required() => {
                identifier_example(shape_of(to))
            }
            Relationship::Several(_, to, _, set) if set.is_required() => {
                json!([{"type": to, "id": ANOTHER}])
            }
            _ => continue,
        };
        example["relationships"][relationship.name()] = json!({"data": data});
    }
    example
}

pub(super) fn identifier_example(shape: &Shape) -> Json {
    json!({"type": shape.of, "id": shape.example})
}
