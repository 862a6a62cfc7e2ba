//! The documents of Atomic Operations.

use serde_json::{Value as Json, json};
use wellhead_core::record::Kind;

use super::components::Components;
use super::incoming::{Names, Purpose, identifier, resource};
use super::objects::{self, extend};
use super::outgoing;
use super::{incoming, values};
use crate::extract::body::MAX_OPERATIONS;
use crate::resources::shape::{Relationship, Set, Shape};
use crate::resources::{link, record, shape_of};
use crate::routes::operations::changeable;

/// The request document.
pub(super) fn request(components: &mut Components) -> Json {
    let operations: Vec<_> = changeable().into_iter().flat_map(operations).collect();
    let schema = json!({
        "type": "object",
        "required": ["atomic:operations"],
        "properties": {"atomic:operations": {
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_OPERATIONS,
            "items": {"anyOf": operations},
        }},
    });
    components.schema("operations", schema)
}

/// The response document.
pub(super) fn results(components: &mut Components) -> Json {
    let data: Vec<_> = changeable()
        .into_iter()
        .map(|it| outgoing::resource(it, components))
        .collect();
    let result = json!({
        "type": "object",
        "properties": {"data": {"oneOf": data}},
        "additionalProperties": false,
    });
    let jsonapi = outgoing::jsonapi(components);
    let results =
        json!({"type": "array", "minItems": 1, "maxItems": MAX_OPERATIONS, "items": result});
    let schema = objects::object(json!({"jsonapi": jsonapi, "atomic:results": results}));
    components.schema("results", schema)
}

/// The operations on resources of a type.
fn operations(shape: &'static Shape) -> Vec<Json> {
    let one = format!("{}/{}", shape.path, values::ID_PATTERN);
    let named = identifier(shape, Names::LocalIds);
    let mut operations = vec![
        operation(
            "add",
            json!({
                "href": href(shape.path),
                "data": resource(shape, Purpose::Create, Names::LocalIds),
            }),
            &["data"],
            json!({"not": {"required": ["ref"]}}),
        ),
        operation(
            "update",
            json!({
                "ref": alone(&named),
                "href": href(&one),
                "data": resource(shape, Purpose::Update, Names::LocalIds),
            }),
            &["data"],
            json!({"not": {"required": ["ref", "href"]}}),
        ),
        operation(
            "remove",
            json!({"ref": alone(&named), "href": href(&one)}),
            &[],
            one_target(),
        ),
    ];
    for relationship in shape.relationships {
        let Relationship::ToOne(to, Set::Required) = relationship else {
            continue;
        };
        let mut target = named.clone();
        target["properties"]["relationship"] = json!({"const": relationship.name()});
        target["required"] = json!(["type", "relationship"]);
        let path = format!(
            "{}/{}/relationships/{}",
            shape.path,
            values::ID_PATTERN,
            relationship.name()
        );
        operations.push(operation(
            "update",
            json!({
                "ref": target,
                "href": href(&path),
                "data": identifier(shape_of(to), Names::LocalIds),
            }),
            &["data"],
            one_target(),
        ));
    }
    operations
}

fn operation(op: &str, members: Json, required: &[&str], rule: Json) -> Json {
    let mut properties = json!({"op": {"const": op}});
    extend(&mut properties, members);
    let required = [&["op"], required].concat();
    let mut schema = json!({"type": "object", "required": required, "properties": properties});
    extend(&mut schema, rule);
    schema
}

fn one_target() -> Json {
    json!({"oneOf": [{"required": ["ref"]}, {"required": ["href"]}]})
}

/// An identifier that does not name a relationship.
fn alone(identifier: &Json) -> Json {
    let mut identifier = identifier.clone();
    identifier["not"] = json!({"required": ["relationship"]});
    identifier
}

/// A URL of this API, with or without scheme and host, and with at most the query `filter[deleted]`.
fn href(path: &str) -> Json {
    let query = r"\?filter(?:\[deleted\]|%5Bdeleted%5D)=(?:exclude|include|only)";
    json!({"type": "string", "pattern": format!(r"^(?:https?://[^/?#]+)?{path}(?:{query})?$")})
}

/// A person, and a link to that person by a local id.
pub(super) fn example() -> Json {
    let (person, link) = (record::shape(Kind::People), link::shape(Kind::People));
    let mut added = incoming::example(person, Purpose::Create);
    added["lid"] = json!("ada");
    let mut linked = incoming::example(link, Purpose::Create);
    linked["relationships"][person.of]["data"] = json!({"type": person.of, "lid": "ada"});
    json!({"atomic:operations": [{"op": "add", "data": added}, {"op": "add", "data": linked}]})
}
