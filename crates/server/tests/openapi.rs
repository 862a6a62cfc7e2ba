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
