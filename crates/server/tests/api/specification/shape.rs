//! Checks whether a document has the form that JSON:API requires.

use std::collections::HashSet;
use std::panic::catch_unwind;

use serde_json::{Map, Value, json};
use wellhead_jsonapi::member_name::is_member_name;

use super::items;

const PAGINATION: [&str; 4] = ["first", "last", "prev", "next"];

/// Checks a whole document that has all fields.
pub(crate) fn check(document: &Value) {
    check_sparse(document);
    fully_linked(document);
}

/// Checks all but full linkage, which sparse fieldsets may break.
pub(crate) fn check_sparse(document: &Value) {
    let top = object(document);
    only(
        top,
        &["jsonapi", "links", "data", "included", "errors", "meta"],
    );
    assert!(
        ["data", "errors", "meta"]
            .iter()
            .any(|it| top.contains_key(*it)),
        "{document}"
    );
    assert!(
        !(top.contains_key("data") && top.contains_key("errors")),
        "{document}"
    );
    assert!(
        top.contains_key("data") || !top.contains_key("included"),
        "{document}"
    );
    jsonapi(&document["jsonapi"]);
    if let Some(links) = top.get("links") {
        linked(links, &["self", "related", "describedby"]);
    }
    meta(top);
    if let Some(errors) = top.get("errors") {
        let errors = errors.as_array().expect("errors are an array");
        assert!(!errors.is_empty());
        errors.iter().for_each(error);
    }
    match &document["data"] {
        Value::Array(data) => data.iter().for_each(datum),
        Value::Null => {}
        data => datum(data),
    }
    if let Some(included) = top.get("included") {
        included
            .as_array()
            .expect("included is an array")
            .iter()
            .for_each(resource);
    }
    each_once(document);
}

/// The resources and identifiers in the primary data.
pub(crate) fn primary(document: &Value) -> Vec<&Value> {
    match &document["data"] {
        Value::Array(data) => data.iter().collect(),
        Value::Null => Vec::new(),
        data => vec![data],
    }
}

/// Type and id.
pub(crate) fn key(identified: &Value) -> (&str, &str) {
    let text = |name: &str| identified[name].as_str().expect("type and id are strings");
    (text("type"), text("id"))
}

fn object(value: &Value) -> &Map<String, Value> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("this is no object: {value}"))
}

fn only(object: &Map<String, Value>, allowed: &[&str]) {
    for name in object.keys() {
        assert!(
            allowed.contains(&name.as_str()),
            "{name} has no place here: {object:?}"
        );
    }
}

fn jsonapi(member: &Value) {
    only(object(member), &["version", "ext", "profile", "meta"]);
    assert_eq!(member["version"], "1.1");
    for uris in [&member["ext"], &member["profile"]] {
        assert!(items(uris).iter().all(Value::is_string), "{member}");
    }
}

fn linked(links: &Value, allowed: &[&str]) {
    only(object(links), &[allowed, &PAGINATION].concat());
    for link in object(links).values() {
        if let Some(members) = link.as_object() {
            only(
                members,
                &[
                    "href",
                    "rel",
                    "describedby",
                    "title",
                    "type",
                    "hreflang",
                    "meta",
                ],
            );
            assert!(link["href"].is_string(), "{link}");
        } else {
            assert!(link.is_string() || link.is_null(), "{link}");
        }
    }
}

fn meta(object_with_meta: &Map<String, Value>) {
    if let Some(meta) = object_with_meta.get("meta") {
        named(object(meta));
    }
}

/// Every name in it, however deep, is a valid member name.
fn named(members: &Map<String, Value>) {
    for (name, value) in members {
        assert!(is_member_name(name), "{name} is no member's name");
        if let Some(members) = value.as_object() {
            named(members);
        }
    }
}

fn is_resource(datum: &Value) -> bool {
    ["attributes", "relationships", "links"]
        .iter()
        .any(|name| datum.get(name).is_some())
}

fn datum(datum: &Value) {
    if is_resource(datum) {
        resource(datum);
    } else {
        identifier(datum);
    }
}

fn resource(resource: &Value) {
    let members = object(resource);
    only(
        members,
        &["type", "id", "attributes", "relationships", "links", "meta"],
    );
    assert!(is_member_name(key(resource).0));
    meta(members);
    let mut fields = HashSet::from(["type", "id"]);
    if let Some(attributes) = members.get("attributes") {
        named(object(attributes));
        for value in object(attributes).values().filter_map(Value::as_object) {
            let kept_free = ["relationships", "links"];
            assert!(
                !kept_free.iter().any(|it| value.contains_key(*it)),
                "{resource}"
            );
        }
        for name in object(attributes).keys() {
            assert!(fields.insert(name), "{name} is there twice: {resource}");
        }
    }
    if let Some(relationships) = members.get("relationships") {
        named_alone(object(relationships));
        for (name, relationship) in object(relationships) {
            assert!(fields.insert(name), "{name} is there twice: {resource}");
            self::relationship(relationship);
        }
    }
    for name in members
        .get("relationships")
        .map(object)
        .into_iter()
        .flat_map(Map::keys)
    {
        let foreign_key = format!("{name}_id");
        assert!(
            !fields.contains(&*foreign_key),
            "{foreign_key} is a relationship"
        );
    }
    if let Some(links) = members.get("links") {
        linked(links, &["self"]);
    }
}

fn named_alone(members: &Map<String, Value>) {
    assert!(
        members.keys().all(|name| is_member_name(name)),
        "{members:?}"
    );
}

fn relationship(relationship: &Value) {
    let members = object(relationship);
    only(members, &["links", "data", "meta"]);
    assert!(!members.is_empty());
    meta(members);
    if let Some(links) = members.get("links") {
        linked(links, &["self", "related"]);
        let links = object(links);
        assert!(links.contains_key("self") || links.contains_key("related"));
    }
    match members.get("data") {
        None | Some(Value::Null) => {}
        Some(Value::Array(linkage)) => linkage.iter().for_each(identifier),
        Some(linkage) => identifier(linkage),
    }
}

fn identifier(identifier: &Value) {
    only(object(identifier), &["type", "id", "meta"]);
    assert!(is_member_name(key(identifier).0));
    meta(object(identifier));
}

fn error(error: &Value) {
    let members = object(error);
    let known = [
        "id", "links", "status", "code", "title", "detail", "source", "meta",
    ];
    only(members, &known);
    for text in ["id", "status", "code", "title", "detail"] {
        assert!(members.get(text).is_none_or(Value::is_string), "{error}");
    }
    if let Some(links) = members.get("links") {
        linked(links, &["about", "type"]);
    }
    if let Some(source) = members.get("source") {
        only(object(source), &["pointer", "parameter", "header"]);
        assert!(object(source).values().all(Value::is_string), "{error}");
    }
    meta(members);
}

fn each_once(document: &Value) {
    let mut seen = HashSet::new();
    let resources = primary(document).into_iter().filter(|it| is_resource(it));
    for resource in resources.chain(items(&document["included"])) {
        assert!(seen.insert(key(resource)), "{resource} is there twice");
    }
}

/// Everything included is reachable from the primary data through linkage.
fn fully_linked(document: &Value) {
    let included = items(&document["included"]);
    let mut reached = HashSet::new();
    let mut open = primary(document);
    while let Some(next) = open.pop() {
        // Primary data may be an identifier whose resource is included.
        let resource = included
            .iter()
            .find(|it| key(it) == key(next))
            .unwrap_or(next);
        if !reached.insert(key(resource)) {
            continue;
        }
        let relationships = resource["relationships"].as_object().into_iter();
        for relationship in relationships.flat_map(Map::values) {
            match &relationship["data"] {
                Value::Array(linkage) => open.extend(linkage),
                Value::Null => {}
                linkage => open.push(linkage),
            }
        }
    }
    for resource in included {
        assert!(
            reached.contains(&key(resource)),
            "nothing leads to {resource}"
        );
    }
}

/// Proves that [`check`] can fail.
#[test]
fn malformed_documents_are_noticed() {
    let ada = || json!({"type": "people", "id": "1", "links": {"self": "/1"}});
    let with = |name: &str, value: Value| {
        let mut resource = ada();
        resource[name] = value;
        json!({"jsonapi": {"version": "1.1"}, "data": resource})
    };
    let among = |name: &str, value: Value| {
        let mut document = with("meta", json!({}));
        document[name] = value;
        document
    };
    check(&with("meta", json!({})));
    let friend = json!({"type": "people", "id": "2", "attributes": {}});
    let errors = json!([{"status": "400"}]);
    for wrong in [
        json!([]),
        json!({"jsonapi": {"version": "1.1"}}),
        json!({"jsonapi": {"version": "1.0"}, "data": null}),
        json!({"jsonapi": {"version": "1.1"}, "included": [], "meta": {}}),
        json!({"jsonapi": {"version": "1.1"}, "errors": []}),
        json!({"jsonapi": {"version": "1.1"}, "errors": [{"status": 400}]}),
        json!({"jsonapi": {"version": "1.1"}, "errors": [{"status": "400", "colour": "red"}]}),
        among("errors", errors),
        among("colour", json!("blue")),
        among("meta", json!([])),
        among("links", json!({"self": 7})),
        among("links", json!({"self": {"type": "text/html"}})),
        among("links", json!({"self": {"href": "/1", "colour": "blue"}})),
        among("links", json!({"colour": "/blue"})),
        // Nothing leads to it.
        among("included", json!([friend])),
        // It is already there.
        among("included", json!([ada()])),
        with("id", json!(1)),
        with("type", json!("+people")),
        with("colour", json!("blue")),
        with("attributes", json!([])),
        with("attributes", json!({"id": 1})),
        with("attributes", json!({"_name": 1})),
        with("attributes", json!({"address": {"links": {}}})),
        with("relationships", json!({"friend": {}})),
        with("relationships", json!({"friend": null})),
        with("relationships", json!({"type": {"data": null}})),
        with(
            "relationships",
            json!({"friend": {"data": {"type": "people"}}}),
        ),
        with("relationships", json!({"friend": {"data": "2"}})),
        with(
            "relationships",
            json!({"friend": {"links": {"next": "/2"}}}),
        ),
        json!({"jsonapi": {"version": "1.1"}, "data": {
            "type": "people", "id": "1",
            "attributes": {"friend_id": "2"}, "relationships": {"friend": {"data": null}}
        }}),
        json!({"jsonapi": {"version": "1.1"}, "data": {
            "type": "people", "id": "1",
            "attributes": {"friend": "2"}, "relationships": {"friend": {"data": null}}
        }}),
    ] {
        assert!(
            catch_unwind(|| check(&wrong)).is_err(),
            "this passes: {wrong}"
        );
    }
}
