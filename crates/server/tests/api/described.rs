//! Checks that every answer in these tests matches the API's description: its status, headers and document.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::Reply;

static DOCUMENT: LazyLock<Value> = LazyLock::new(wellhead_server::openapi);

/// Headers that belong to HTTP itself.
const OF_HTTP: [&str; 5] = [
    "cache-control",
    "connection",
    "content-type",
    "content-length",
    "x-content-type-options",
];

/// Checks the answer to a request with this method and path. The console's pages are not part of the API.
#[track_caller]
pub(crate) fn check(method: &Method, path: &str, reply: &Reply) {
    if path.starts_with("/console") {
        return;
    }
    let is_head = method == Method::HEAD;
    let method = if is_head { "GET" } else { method.as_str() };
    let status = reply.status.as_str();
    let (place, response) = match operation(method, path) {
        Ok((template, operation)) => {
            let response = resolve(&operation["responses"][status]);
            (format!("{method} {template} {status}"), response)
        }
        Err((expected, code)) => {
            assert_eq!(status, expected, "{method} {path} is not described");
            let response = &DOCUMENT["components"]["responses"][code];
            (code.to_owned(), response)
        }
    };
    assert!(
        response.is_object(),
        "{place} is not described: {}",
        reply.body
    );
    headers(response, reply, &place);
    let content_type = reply.headers.get(header::CONTENT_TYPE);
    let Some(content) = response.get("content") else {
        assert_eq!((content_type, &reply.body), (None, &Value::Null), "{place}");
        return;
    };
    let content_type = content_type.unwrap().to_str().unwrap();
    let content = content.get(content_type);
    let content = content.unwrap_or_else(|| panic!("{place} is not described as {content_type}"));
    if content_type == "application/x-ndjson" {
        lines(&content["x-itemSchema"], &reply.body, &place);
    } else if !is_head {
        document(&content["schema"], &reply.body, &place);
    }
}

/// Proves that [`check`] can fail.
#[test]
fn undescribed_answers_are_noticed() {
    let headers: HeaderMap = [
        (header::CONTENT_TYPE, "application/vnd.api+json"),
        (header::VARY, "Accept"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            HeaderName::from_static("x-request-id"),
            "4bf92f3577b34da6a3ce929d0e0e4736",
        ),
    ]
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
    .into_iter()
    .collect();
    let reply = |status: u16, code: &str| Reply {
        status: StatusCode::from_u16(status).unwrap(),
        headers: headers.clone(),
        body: json!({"jsonapi": {"version": "1.1"}, "errors": [{
            "status": status.to_string(), "code": code, "title": "Title", "detail": "detail",
            "meta": {"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}
        }]}),
    };
    let people = |reply| check(&Method::GET, "/v1/people?page[size]=2", &reply);
    people(reply(400, "invalid_cursor"));
    let without = |name| {
        let mut reply = reply(400, "invalid_cursor");
        reply.headers.remove(name);
        reply
    };
    let with = |name, value| {
        let mut reply = reply(400, "invalid_cursor");
        reply.headers.insert(name, HeaderValue::from_static(value));
        reply
    };
    for wrong in [
        reply(418, "invalid_cursor"),
        reply(400, "teapot"),
        // An error of another endpoint.
        reply(400, "unknown_lid"),
        // An error of another status, alone.
        reply(400, "unauthenticated"),
        without(header::VARY),
        without(header::CACHE_CONTROL),
        without(header::X_CONTENT_TYPE_OPTIONS),
        with(header::VARY, "*"),
        with(header::CONTENT_TYPE, "application/json"),
        with(header::SERVER, "teapot"),
    ] {
        let noticed = catch_unwind(AssertUnwindSafe(|| people(wrong)));
        assert!(noticed.is_err());
    }
}

/// The operation and its path; or, if no endpoint matches, the status and the code of the answer.
fn operation(
    method: &str,
    path: &str,
) -> Result<(&'static str, &'static Value), (&'static str, &'static str)> {
    let (path, _) = path.split_once('?').unwrap_or((path, ""));
    let segments: Vec<_> = path.split('/').collect();
    let matches = |template: &str| {
        let template: Vec<_> = template.split('/').collect();
        let mut pairs = template.iter().zip(&segments);
        template.len() == segments.len() && pairs.all(|(known, it)| *known == "{id}" || known == it)
    };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    // As OpenAPI says, a path without parameters takes precedence.
    let exact = paths.iter().find(|(template, _)| *template == path);
    let (template, item) = exact
        .or_else(|| paths.iter().find(|(template, _)| matches(template)))
        .ok_or(("404", "not_found"))?;
    let operation = item.get(method.to_ascii_lowercase());
    Ok((template, operation.ok_or(("405", "method_not_allowed"))?))
}

fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(&reference[1..]).unwrap(),
        None => value,
    }
}

fn headers(response: &'static Value, reply: &Reply, place: &str) {
    let described = response["headers"].as_object().unwrap();
    for (name, header) in described {
        let header = resolve(header);
        let Some(value) = reply.headers.get(name) else {
            assert_eq!(header["required"], false, "{place} has no {name}");
            continue;
        };
        let text = value.to_str().unwrap();
        let schema = &header["schema"];
        let value = match text.parse::<u64>() {
            Ok(number) if schema["type"] == "integer" => json!(number),
            _ => json!(text),
        };
        document(schema, &value, &format!("header {name}"));
    }
    assert_eq!(
        reply.headers["cache-control"], "no-store",
        "{place} is about people"
    );
    assert_eq!(
        reply.headers["x-content-type-options"], "nosniff",
        "{place} is what it says"
    );
    for name in reply.headers.keys() {
        let known = OF_HTTP.contains(&name.as_str())
            || described
                .keys()
                .any(|it| it.eq_ignore_ascii_case(name.as_str()));
        assert!(known, "{place} has {name}, which is not described");
    }
}

/// One document per line; a single line has already been parsed.
fn lines(schema: &'static Value, body: &Value, place: &str) {
    let Some(text) = body.as_str() else {
        return document(schema, body, place);
    };
    for line in text.lines() {
        let line = serde_json::from_str(line).unwrap();
        document(schema, &line, place);
    }
}

fn document(schema: &'static Value, value: &Value, place: &str) {
    if let Err(error) = validator(schema).validate(value) {
        let within = error.instance_path();
        panic!("{place} is not as described: {error} at {within}: {value}");
    }
}

/// The validator of a schema in the description. Cached, because tests use it often and in many places.
fn validator(schema: &'static Value) -> Arc<Validator> {
    static MADE: LazyLock<Mutex<HashMap<usize, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let make = || {
        let mut schema = schema.clone();
        schema["components"] = DOCUMENT["components"].clone();
        let options = jsonschema::options().should_validate_formats(true);
        Arc::new(options.build(&schema).unwrap())
    };
    let mut all = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = std::ptr::from_ref(schema).addr();
    Arc::clone(all.entry(place).or_insert_with(make))
}
