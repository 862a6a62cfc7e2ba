use serde_json::{Map, Value, json};

use super::values::url;
use crate::layers::encoding::UNDERSTOOD;

/// The components that several operations share.
#[derive(Debug, Default)]
pub(super) struct Components {
    schemas: Map<String, Value>,
    responses: Map<String, Value>,
}

/// A reference to a component.
pub(super) fn reference(section: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{section}/{name}")})
}

impl Components {
    /// Keeps a schema under this name, and returns a reference to it.
    ///
    /// # Panics
    /// If a different schema has the name.
    pub(super) fn schema(&mut self, name: &str, schema: Value) -> Value {
        keep(&mut self.schemas, name, schema);
        reference("schemas", name)
    }

    /// Keeps a response under this name, and returns a reference to it.
    ///
    /// # Panics
    /// If a different response has the name.
    pub(super) fn response(&mut self, name: &str, response: Value) -> Value {
        keep(&mut self.responses, name, response);
        reference("responses", name)
    }

    pub(super) fn into_json(mut self) -> Value {
        self.schemas.sort_keys();
        self.responses.sort_keys();
        json!({
            "securitySchemes": {"key": {
                "type": "http",
                "scheme": "bearer",
                "description": "A key for one workspace, made with `wellhead key create`.",
            }},
            "headers": headers(),
            "responses": self.responses,
            "schemas": self.schemas,
        })
    }
}

fn keep(kept: &mut Map<String, Value>, name: &str, value: Value) {
    if let Some(other) = kept.get(name) {
        assert_eq!(*other, value, "two components are named {name}");
    }
    kept.insert(name.to_owned(), value);
}

fn headers() -> Value {
    let header = |about: &str, schema: Value| json!({"description": about, "required": true, "schema": schema});
    json!({
        "Accept-Encoding": {
            "description": "The supported content encodings; sent if the request's is not one of them.",
            "required": false,
            "schema": {"const": UNDERSTOOD},
        },
        "Allow": header("The methods that the path supports.", json!({"type": "string"})),
        "Content-Security-Policy": header("Limits the page to this server.", json!({"type": "string"})),
        "ETag": header(
            "Identifies the version of the resource and this representation of it.",
            json!({"type": "string", "pattern": "^\"[0-9a-f]+-[0-9a-f]{16}\"$"}),
        ),
        "Location": header(
            "The URL of the new resource, or of the job that does the work: the same as `data.links.self`.",
            url(),
        ),
        "Retry-After": header("After how many seconds to try again.", json!({"type": "integer", "minimum": 1})),
        "Vary": header("Which request headers the response depends on.", json!({"type": "string", "pattern": "^Accept"})),
        "WWW-Authenticate": header("The required authentication scheme.", json!({"const": "Bearer"})),
        "X-Request-Id": header(
            "The trace id: from the request's `traceparent`, or a new one.",
            json!({"type": "string", "pattern": "^[0-9a-f]{32}$"}),
        ),
    })
}
