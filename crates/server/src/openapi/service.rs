//! The service's own paths: health, and this description.

use serde_json::{Value, json};

use super::PATH;
use super::components::reference;
use super::page::PAGE;
use super::parameters::header;
use crate::schemas::{REPORT_CONTEXT, REPORT_SCHEMA};

/// Describes the paths outside the catalogue.
pub(super) fn paths() -> [(String, Value); 6] {
    let text = json!({"type": "string"});
    let plain = |about| {
        json!({
            "description": about,
            "headers": {"X-Request-Id": reference("headers", "X-Request-Id")},
            "content": {"text/plain; charset=utf-8": {"schema": text}},
        })
    };
    let up = json!({"200": plain("The process is up.")});
    let ready = json!({"200": plain("The database answers."), "503": plain("The database does not answer.")});
    let object = json!({"type": "object", "required": ["openapi", "info", "paths"]});
    let any = json!({"type": "object"});
    [
        open_path("/healthz", "healthz", "Whether the process is up", &up),
        open_path(
            "/readyz",
            "readyz",
            "Whether the process is up and its database answers",
            &ready,
        ),
        fixed(
            PATH,
            "openapi",
            "This description",
            "application/json",
            &object,
        ),
        fixed(
            REPORT_SCHEMA,
            "disclosure_report_schema",
            "The JSON Schema of disclosure reports",
            "application/schema+json",
            &any,
        ),
        fixed(
            REPORT_CONTEXT,
            "disclosure_report_context",
            "The JSON-LD context of disclosure reports",
            "application/ld+json",
            &any,
        ),
        fixed(
            PAGE,
            "docs",
            "A page to browse it",
            "text/html; charset=utf-8",
            &text,
        ),
    ]
}

/// Describes the path of a document that is the same for everybody.
fn fixed(path: &str, name: &str, about: &str, media_type: &str, schema: &Value) -> (String, Value) {
    let mut headers = json!({
        "ETag": {
            "description": "Identifies the document, in this encoding.",
            "required": true,
            "schema": {"type": "string", "pattern": "^\"[0-9a-f]{16}\"$"},
        },
        "Vary": {
            "description": "Which request headers the response depends on.",
            "required": true,
            "schema": {"const": "Accept-Encoding"},
        },
        "X-Request-Id": reference("headers", "X-Request-Id"),
    });
    let known = json!({"description": "The client already has it.", "headers": headers});
    headers["Content-Encoding"] = json!({
        "description": "Sent if the document is compressed, because the client takes that.",
        "schema": {"const": "gzip"},
    });
    if path == PAGE {
        let policy = "Content-Security-Policy";
        headers[policy] = reference("headers", policy);
    }
    let sent = json!({
        "description": about,
        "headers": headers,
        "content": {media_type: {"schema": schema}},
    });
    let too_many = reference("responses", "too_many_requests");
    let responses = json!({"200": sent, "304": known, "429": too_many});
    let (path, mut item) = open_path(path, name, about, &responses);
    let tags = "Entity tags of documents that the client has.";
    let encodings = "With `gzip`, the document is compressed.";
    item["get"]["parameters"] = json!([
        header("If-None-Match", tags),
        header("Accept-Encoding", encodings),
    ]);
    (path, item)
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
