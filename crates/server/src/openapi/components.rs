use serde_json::{Map, Value, json};

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
                "description": "A key of one workspace, as `wellhead key create` makes them.",
            }},
            "headers": headers(),
            "responses": self.responses,
            "schemas": self.schemas,
        })
    }
}

fn keep(kept: &mut Map<String, Value>, name: &str, value: Value) {
    if let Some(other) = kept.get(name) {
        assert_eq!(*other, value, "two components have the name {name}");
    }
    kept.insert(name.to_owned(), value);
}

fn headers() -> Value {
    let header = |about: &str, schema: Value| json!({"description": about, "required": true, "schema": schema});
    json!({
        "Accept-Encoding": {
            "description": "What `Content-Encoding` may say, where it is that which is not supported.",
            "required": false,
            "schema": {"const": UNDERSTOOD},
        },
        "Allow": header("The methods that the path has.", json!({"type": "string"})),
        "Content-Security-Policy": header("What the page may reach: this server.", json!({"type": "string"})),
        "ETag": header(
            "The version of the resource, and of this representation of it.",
            json!({"type": "string", "pattern": "^\"[0-9a-f]+-[0-9a-f]{16}\"$"}),
        ),
        "Location": header(
            "Where it is, or the job that does it: the same as `data.links.self`.",
            json!({"type": "string", "format": "uri-reference", "pattern": "^/v1/"}),
        ),
        "Retry-After": header("In how many seconds to try again.", json!({"type": "integer", "minimum": 1})),
        "Vary": header("Which request headers the response depends on.", json!({"const": "Accept"})),
        "WWW-Authenticate": header("What is needed.", json!({"const": "Bearer"})),
        "X-Request-Id": header(
            "The trace id: the one of the request's `traceparent`, or a new one.",
            json!({"type": "string", "pattern": "^[0-9a-f]{32}$"}),
        ),
    })
}
