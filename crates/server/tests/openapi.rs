//! Checks that `openapi.json` matches the code and is complete.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use wellhead_server::{catalogue, openapi};

fn operations(document: &Value) -> impl Iterator<Item = (String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().iter();
        operations.map(move |(method, it)| (format!("{} {path}", method.to_uppercase()), it))
    })
}

#[test]
fn the_file_matches_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let written = fs::read_to_string(path).unwrap_or_default();
    let written: Value = serde_json::from_str(&written).unwrap_or_default();
    assert!(
        written == openapi(),
        "openapi.json is out of date; write it anew: cargo run -p wellhead -- openapi > openapi.json"
    );
}

#[test]
fn every_endpoint_is_described() {
    let document = openapi();
    let described: BTreeSet<_> = operations(&document).map(|(name, _)| name).collect();
    for served in catalogue() {
        let name = format!("{} {}", served.method, served.path);
        assert!(described.contains(&name), "{name}");
    }
}

#[test]
fn every_parameter_is_described() {
    let document = openapi();
    for served in catalogue() {
        let method = served.method.as_str().to_lowercase();
        let parameters = &document["paths"][&served.path][method]["parameters"];
        let parameters = parameters.as_array().unwrap().iter();
        let described: Vec<_> = parameters
            .filter(|it| it["in"] == "query")
            .map(|it| it["name"].as_str().unwrap())
            .collect();
        let taken: Vec<_> = served.query.parameters().collect();
        assert_eq!(described, taken, "{} {}", served.method, served.path);
    }
}

#[test]
fn operation_names_are_unique() {
    let document = openapi();
    let mut names = BTreeSet::new();
    for (place, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name), "{place}: another one is called {name}");
    }
}

/// Every error code below a value.
fn codes<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    if let Some(known) = value.pointer("/properties/code/enum") {
        found.extend(known.as_array().unwrap().iter().filter_map(Value::as_str));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|it| codes(it, found)),
        Value::Object(members) => members.values().for_each(|it| codes(it, found)),
        _ => {}
    }
}

#[test]
fn every_error_code_is_in_a_response() {
    let mut document = openapi();
    let error = document["components"]["schemas"]
        .as_object_mut()
        .unwrap()
        .remove("error")
        .unwrap();
    let (mut all, mut described) = (BTreeSet::new(), BTreeSet::new());
    codes(&error, &mut all);
    codes(&document, &mut described);
    assert!(all.len() > 30);
    assert_eq!(all, described);
}

/// Whether the members of an object under this keyword are schemas.
const MAPS: [&str; 4] = ["properties", "patternProperties", "$defs", "schemas"];
/// Keywords with a schema, or an array of them.
const SCHEMAS: [&str; 9] = [
    "schema",
    "x-itemSchema",
    "items",
    "prefixItems",
    "anyOf",
    "oneOf",
    "allOf",
    "not",
    "contains",
];

/// Every place in `value` that generators of clients stumble over: `true` or `false` as a schema, and a boolean `const`.
/// `additionalProperties` is left out: all of them read it as a flag.
fn boolean_schemas(value: &Value, place: &str, found: &mut Vec<String>) {
    let items: Vec<(String, &Value)> = match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, it)| (i.to_string(), it))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, it)| (name.clone(), it))
            .collect(),
        _ => return,
    };
    let keyword = place.rsplit('/').next().unwrap_or_default();
    for (name, it) in items {
        let below = format!("{place}/{name}");
        let is_schema = MAPS.contains(&keyword)
            || SCHEMAS.contains(&keyword) && value.is_array()
            || SCHEMAS.contains(&&*name);
        if it.is_boolean() && (is_schema || name == "const") {
            found.push(below);
        } else {
            boolean_schemas(it, &below, found);
        }
    }
}

#[test]
fn no_schema_is_a_boolean() {
    let mut found = Vec::new();
    boolean_schemas(&openapi(), "", &mut found);
    assert_eq!(found, [""; 0]);
    let wrong = serde_json::json!({"schema": {
        "properties": {"id": false},
        "items": true,
        "anyOf": [{"not": false}, true],
        "additionalProperties": {"const": true},
        "uniqueItems": true,
    }});
    boolean_schemas(&wrong, "", &mut found);
    assert_eq!(found.len(), 5, "{found:?}");
}
