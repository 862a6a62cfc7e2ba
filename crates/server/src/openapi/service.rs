//! The service's own paths: health, and this description.

use serde_json::{Value, json};

use super::components::reference;
use super::{PAGE, PATH};
use crate::schemas::{REPORT_CONTEXT, REPORT_SCHEMA};

/// Describes the paths outside the catalogue.
pub(super) fn paths() -> [(String, Value); 6] {
    let text = json!({"type": "string"});
    let plain = |about| open_response(about, &[], "text/plain; charset=utf-8", &text);
    let up = json!({"200": plain("The process is up.")});
    let ready = json!({"200": plain("The database answers."), "503": plain("The database does not answer.")});
    let object = json!({"type": "object", "required": ["openapi", "info", "paths"]});
    let about = ["This description", "A page to browse it"];
    let document = open_response(about[0], &[], "application/json", &object);
    let page = open_response(about[1], &["Content-Security-Policy"], "text/html", &text);
    let any = json!({"type": "object"});
    let schemas = [
        "The JSON Schema of disclosure reports",
        "The JSON-LD context of disclosure reports",
    ];
    [
        open_path("/healthz", "healthz", "Whether the process is up", &up),
        open_path(
            "/readyz",
            "readyz",
            "Whether the process is up and its database answers",
            &ready,
        ),
        open_path(PATH, "openapi", about[0], &json!({"200": document})),
        open_path(
            REPORT_SCHEMA,
            "disclosure_report_schema",
            schemas[0],
            &json!({"200": open_response(schemas[0], &[], "application/schema+json", &any)}),
        ),
        open_path(
            REPORT_CONTEXT,
            "disclosure_report_context",
            schemas[1],
            &json!({"200": open_response(schemas[1], &[], "application/ld+json", &any)}),
        ),
        open_path(PAGE, "docs", about[1], &json!({"200": page})),
    ]
}

/// Describes a path of the service itself, which needs no key.
fn open_path(path: &str, name: &str, about: &str, responses: &Value) -> (String, Value) {
    let operation = json!({
        "operationId": format!("{name}_retrieve"),
        "tags": ["service"],
        "summary": about,
        "security": [],
        "responses": responses,
    });
    (path.to_owned(), json!({"get": operation}))
}

/// Describes the answer of such a path, with these headers beside the one they all have.
fn open_response(about: &str, headers: &[&str], media_type: &str, schema: &Value) -> Value {
    let headers = headers.iter().chain(&["X-Request-Id"]);
    let headers = headers.map(|name| ((*name).to_owned(), reference("headers", name)));
    json!({
        "description": about,
        "headers": headers.collect::<Value>(),
        "content": {media_type: {"schema": schema}},
    })
}
