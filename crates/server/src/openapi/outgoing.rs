//! Response documents.

use serde_json::{Map, Value as Json, json};
use wellhead_jsonapi::query::QuerySpec;

use super::components::Components;
use super::objects::{closed, extend, object, required_too};
use super::values;
use crate::resources::shape::{Attribute, Relationship, Shape};
use crate::resources::{cause, link_state, shape_of, shapes};
use crate::respond::listing::LOOKED_UNTIL;

/// One resource, with the resources that the query can include.
pub(super) fn document(
    shape: &Shape,
    query: &QuerySpec,
    meta: Option<&Attribute>,
    components: &mut Components,
) -> Json {
    let data = resource(shape, components);
    let links = object(json!({"self": values::url()}));
    let mut schema = with_included(
        json!({"links": links, "data": data}),
        shape,
        query,
        components,
    );
    let Some(meta) = meta else {
        return components.schema(&format!("{}_document", shape.of), schema);
    };
    schema["properties"][meta.name] = values::sent(meta);
    if !meta.optional {
        required_too(&mut schema, meta.name);
    }
    // Optional `meta` is what only a dry run reports.
    let name = if meta.optional { "counts" } else { "meta" };
    components.schema(&format!("{}_document_and_{name}", shape.of), schema)
}

/// `meta`, and no resource.
pub(super) fn meta_alone(meta: &Attribute, components: &mut Components) -> Json {
    top_level(json!({meta.name: values::sent(meta)}), components)
}

/// A page of resources.
pub(super) fn page(
    shape: &Shape,
    query: &QuerySpec,
    meta: Option<&Attribute>,
    components: &mut Components,
) -> Json {
    let data = resource(shape, components);
    let links = page_links(components);
    let properties = json!({"links": links, "data": items(&data)});
    let mut schema = with_included(properties, shape, query, components);
    let of_page = page_meta(components);
    schema["properties"]["meta"] = match meta {
        None => of_page,
        Some(meta) => {
            required_too(&mut schema, meta.name);
            let mut members = values::sent(meta);
            members["properties"]["page"] = page_object();
            members
        }
    };
    components.schema(&format!("{}_page", shape.of), schema)
}

/// The run, job or key that is a cause, or none.
pub(super) fn cause(components: &mut Components) -> Json {
    let mut types: Vec<Json> = cause::SHAPES.map(|it| resource(it, components)).into();
    types.push(json!({"type": "null"}));
    let links = object(json!({"self": values::url()}));
    let members = json!({"links": links, "data": {"oneOf": types}});
    let mut schema = top_level(members, components);
    schema["properties"]["meta"] = values::members_of(&[cause::OPERATOR]);
    components.schema("cause_document", schema)
}

/// The linkage of a relationship to a cause.
pub(super) fn cause_linkage(components: &mut Components) -> Json {
    let data = cause_identifier(components);
    let links = object(json!({"self": values::url(), "related": values::url()}));
    let mut schema = top_level(json!({"links": links, "data": data}), components);
    schema["properties"]["meta"] = values::members_of(&[cause::OPERATOR]);
    components.schema("cause_linkage", schema)
}

fn cause_identifier(components: &mut Components) -> Json {
    let mut types: Vec<Json> = cause::SHAPES.map(|it| identifier(it, components)).into();
    types.push(json!({"type": "null"}));
    components.schema("cause_identifier", json!({"oneOf": types}))
}

/// A page of a feed, which only goes forward and has no end.
pub(super) fn feed(shape: &Shape, query: &QuerySpec, components: &mut Components) -> Json {
    let data = resource(shape, components);
    let links = object(json!({
        "self": values::url(),
        "next": values::url(),
    }));
    let properties = json!({"links": links, "data": items(&data)});
    let mut schema = with_included(properties, shape, query, components);
    let place = |about: &str| {
        let mut cursor = values::cursor();
        cursor["description"] = json!(about);
        cursor
    };
    schema["properties"]["meta"] = object(json!({
        "page": object(json!({"cursor": place("Where to go on, also after an empty page.")})),
        "head": {"type": "integer", "minimum": 0, "description": "The position of the newest change of all."},
        "end": place("The place behind the newest change of all: go on from here to see only what is new."),
    }));
    required_too(&mut schema, "meta");
    components.schema(&format!("{}_feed", shape.of), schema)
}

/// The resource that a relationship leads to.
pub(super) fn linkage(shape: &Shape, components: &mut Components) -> Json {
    let data = identifier(shape, components);
    let links = object(json!({"self": values::url(), "related": values::url()}));
    let schema = top_level(json!({"links": links, "data": data}), components);
    components.schema(&format!("{}_linkage", shape.of), schema)
}

/// A page of the resources that a relationship leads to.
pub(super) fn linkage_page(shape: &Shape, components: &mut Components) -> Json {
    let data = identifier(shape, components);
    let links = json!({"allOf": [page_links(components), {"required": ["related"]}]});
    let mut schema = top_level(json!({"links": links, "data": items(&data)}), components);
    schema["properties"]["meta"] = page_meta(components);
    components.schema(&format!("{}_linkage_page", shape.of), schema)
}

/// A resource object. Sparse fieldsets can leave out its fields.
pub(super) fn resource(shape: &Shape, components: &mut Components) -> Json {
    let attributes = shape.attributes.iter();
    let attributes: Json = attributes
        .map(|it| (it.name.to_owned(), values::sent(it)))
        .collect();
    let relationships = shape.relationships.iter();
    let relationships: Map<_, _> = relationships
        .map(|it| (it.name().to_owned(), relationship(it, components)))
        .collect();
    let mut properties = json!({
        "type": {"const": shape.of},
        "id": values::id(),
        "attributes": closed(&[], attributes),
    });
    if !relationships.is_empty() {
        properties["relationships"] = closed(&[], relationships.into());
    }
    properties["meta"] = resource_meta(shape, components);
    let mut required = vec!["type", "id"];
    if !shape.path.is_empty() {
        properties["links"] = object(json!({"self": values::url()}));
        required.push("links");
    }
    let mut schema = closed(&required, properties);
    schema["description"] = json!(shape.about);
    components.schema(shape.of, schema)
}

fn relationship(relationship: &Relationship, components: &mut Components) -> Json {
    let links = object(json!({"self": values::url(), "related": values::url()}));
    let links = components.schema("relationship_links", links);
    object(match relationship {
        Relationship::ToMany(_) => json!({"links": links}),
        Relationship::ToOne(to, _) => {
            json!({"links": links, "data": identifier(shape_of(to), components)})
        }
        Relationship::Given(_, to, set) if set.is_required() => {
            json!({"data": identifier(shape_of(to), components)})
        }
        Relationship::Given(_, to, _) | Relationship::Perhaps(to) => {
            let one = identifier(shape_of(to), components);
            json!({"data": {"oneOf": [one, {"type": "null"}]}})
        }
        Relationship::Any(_, types) => {
            let mut any: Vec<_> = types()
                .iter()
                .map(|of| identifier(shape_of(of), components))
                .collect();
            any.push(json!({"type": "null"}));
            json!({"data": {"oneOf": any}})
        }
        Relationship::Several(_, to, most, _) => {
            let one = identifier(shape_of(to), components);
            json!({"data": {"type": "array", "items": one, "minItems": 1, "maxItems": most}})
        }
        Relationship::Cause(_) => return to_cause(components),
    })
}

fn to_cause(components: &mut Components) -> Json {
    let mut schema = object(json!({"data": cause_identifier(components)}));
    schema["properties"]["meta"] = values::members_of(&[cause::OPERATOR]);
    schema
}

fn identifier(shape: &Shape, components: &mut Components) -> Json {
    let meta = item_meta(components);
    let properties = json!({"type": {"const": shape.of}, "id": values::id(), "meta": meta});
    let schema = closed(&["type", "id"], properties);
    components.schema(&format!("{}_identifier", shape.of), schema)
}

/// The `jsonapi` member: the version, extensions and profiles.
pub(super) fn jsonapi(components: &mut Components) -> Json {
    let uris =
        json!({"type": "array", "items": {"type": "string", "format": "uri"}, "minItems": 1});
    let properties = json!({"version": {"const": "1.1"}, "ext": uris, "profile": uris});
    components.schema("jsonapi", closed(&["version"], properties))
}

/// The items of a page, each with its cursor.
fn items(item: &Json) -> Json {
    json!({"type": "array", "items": {"allOf": [item, {"required": ["meta"]}]}})
}

/// What is said of a resource beside its fields: its place on a page, and more where the shape says so.
fn resource_meta(shape: &Shape, components: &mut Components) -> Json {
    let item = item_meta(components);
    if shape.meta.is_empty() {
        return item;
    }
    let mut properties = item_place();
    let more = shape.meta.iter();
    extend(
        &mut properties,
        more.map(|it| (it.name.to_owned(), values::sent(it)))
            .collect(),
    );
    let mut schema = closed(&[], properties);
    schema["minProperties"] = json!(1);
    schema
}

fn item_meta(components: &mut Components) -> Json {
    components.schema("item_meta", object(item_place()))
}

/// What is said of an item's place on a page.
fn item_place() -> Json {
    let mut cursor = values::cursor();
    cursor["description"] = json!("The cursor of this item.");
    json!({"page": object(json!({"cursor": cursor}))})
}

fn page_meta(components: &mut Components) -> Json {
    let mut until = values::sent(&Attribute::time(LOOKED_UNTIL));
    until["description"] = json!(
        "The page ends early, possibly without an item: no index has just its items, and so many others were looked at. \
         This is how far, by time; `next` goes on from there, or `prev` if the page was read from its end."
    );
    let mut meta = closed(&[], json!({"page": page_object(), LOOKED_UNTIL: until}));
    meta["minProperties"] = json!(1);
    components.schema("page_meta", meta)
}

/// The `page` member of a list's `meta`.
fn page_object() -> Json {
    let mut page = closed(
        &[],
        json!({
            "total": {"type": "integer", "minimum": 0, "description": "The number of items on all pages."},
            "estimatedTotal": {
                "type": "object",
                "properties": {
                    "bestGuess": {
                        "type": "integer",
                        "minimum": 1,
                        "description": "At least so many items are on all pages; counting stopped there.",
                    },
                },
                "required": ["bestGuess"],
                "additionalProperties": false,
                "description": "Instead of `total`, if the list has very many items of which no count is kept.",
            },
            "rangeTruncated": {
                "type": "boolean",
                "enum": [true],
                "description": "There are more items between the two cursors than fit on the page.",
            },
        }),
    );
    page["minProperties"] = json!(1);
    page
}

fn page_links(components: &mut Components) -> Json {
    let mut turn = values::url();
    turn["type"] = json!(["string", "null"]);
    let properties = json!({
        "self": object(json!({"href": values::url(), "type": {"type": "string"}})),
        "related": values::url(),
        "prev": turn,
        "next": turn,
    });
    components.schema("page_links", closed(&["self", "prev", "next"], properties))
}

fn top_level(members: Json, components: &mut Components) -> Json {
    let mut properties = json!({"jsonapi": jsonapi(components)});
    extend(&mut properties, members);
    object(properties)
}

fn with_included(
    members: Json,
    shape: &Shape,
    query: &QuerySpec,
    components: &mut Components,
) -> Json {
    let mut schema = top_level(members, components);
    if query.include.is_empty() {
        return schema;
    }
    let asked = |target: &&Shape| {
        let leads_to = |path: &&str| match path.rsplit('.').next() {
            Some(name) if is_cause(name) => cause::SHAPES.iter().any(|it| it.of == target.of),
            Some(name) => type_of(shape, name) == target.of,
            None => false,
        };
        query.include.iter().any(leads_to)
    };
    let types = shapes().into_iter().filter(asked);
    let types: Vec<_> = types.map(|it| resource(it, components)).collect();
    schema["properties"]["included"] = json!({
        "type": "array",
        "description": "The resources that `include` asks for. Present whenever the request includes any path, even if empty.",
        "items": {"oneOf": types},
    });
    schema
}

/// The type that a relationship of this name leads to: mostly it is named so.
fn type_of<'a>(shape: &Shape, name: &'a str) -> &'a str {
    match shape.relationship(name) {
        Some(Relationship::Given(_, to, _) | Relationship::Several(_, to, ..)) => to,
        _ => name,
    }
}

/// Whether a relationship of this name leads to a cause.
fn is_cause(name: &str) -> bool {
    cause::NAMES.contains(&name) || link_state::CAUSES.contains(&name)
}
