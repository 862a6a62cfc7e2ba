//! The API's own description: OpenAPI 3.1, generated from the catalogue.
//!
//! The declaration of an endpoint gives its parameters, its documents and all its answers; the description of a type
//! comes from its [`Shape`](crate::resources::shape::Shape). Schemas are written as plain JSON, because no typed
//! builder covers all of JSON Schema.

mod audit_log;
mod components;
mod delivery;
mod errors;
mod incoming;
mod kinds;
mod objects;
mod operation;
mod operations;
mod outgoing;
mod page;
mod parameters;
mod responses;
mod service;
mod values;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use serde_json::{Map, Value, json};

use crate::resources::shapes;
use crate::respond::fixed::Fixed;
use crate::routes;
use components::Components;

/// The URL of the description.
const PATH: &str = "/openapi.json";

const ABOUT: &str = "\
A provenance ledger: which connector sourced or consumed which record, when and in which direction.

It speaks [JSON:API 1.1](https://jsonapi.org/format/) with the \
[cursor pagination profile](https://jsonapi.org/profiles/ethanresnick/cursor-pagination/). Every `GET` also \
answers `HEAD`. The following holds for all endpoints and is not repeated: an unknown path is a 404 (`not_found`), and \
a method that the path does not support is a 405 (`method_not_allowed`) with `Allow`. Every error has a \
`meta.trace_id`, which also appears in the server's log and in the `X-Request-Id` header. A `PATCH` also accepts \
read-only members that are as the resource shows them, and relationships without `data`, so that a resource can be sent \
back as it was read. If a request has errors \
with different statuses, the response has the status 400.";

static DOCUMENT: LazyLock<Fixed> =
    LazyLock::new(|| Fixed::new("application/json", openapi().to_string()));

/// The OpenAPI document.
///
/// # Panics
/// If an endpoint does not declare enough; the message names it, and what is missing.
#[must_use]
pub fn openapi() -> Value {
    let mut components = Components::default();
    values::field::keep_codes(&mut components);
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in routes::endpoints() {
        let served = &endpoint.served;
        let path = paths.entry(&served.path).or_insert_with(|| json!({}));
        let method = served.method.as_str().to_ascii_lowercase();
        path[method] = operation::describe(&endpoint, &mut components);
    }
    paths.extend(service::paths());
    errors::beside_the_catalogue(&mut components);
    let mut named = BTreeSet::new();
    let mut tags: Vec<_> = shapes()
        .iter()
        .filter(|it| named.insert(operation::collection(it.path)))
        .map(|it| json!({"name": operation::collection(it.path), "description": it.about}))
        .collect();
    tags.push(
        json!({"name": "operations", "description": "Several changes in one request: all are applied, or none."}),
    );
    tags.push(json!({"name": "service", "description": "The service itself. No key is needed."}));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Wellhead",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "tags": tags,
        "paths": paths,
        "components": components.into_json(),
    })
}

/// The document and the page to browse it: both public, and with nothing loaded from elsewhere.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let document = async |asked: HeaderMap| DOCUMENT.answer(&asked);
    page::routes().route(PATH, get(document))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG};
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn the_document_is_served() {
        let ask = |encodings| {
            let request = Request::get(PATH).header("accept-encoding", encodings);
            routes::<()>().oneshot(request.body(Body::empty()).unwrap())
        };
        let plain = ask("identity").await.unwrap();
        assert_eq!(plain.headers()[CONTENT_TYPE], "application/json");
        assert!(plain.headers().contains_key(ETAG));
        let body = to_bytes(plain.into_body(), usize::MAX).await.unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), openapi());

        let packed = ask("gzip").await.unwrap();
        assert_eq!(packed.headers()[CONTENT_ENCODING], "gzip");
        let small = to_bytes(packed.into_body(), usize::MAX).await.unwrap();
        assert!(small.len() * 10 < body.len(), "{} bytes", small.len());
    }
}
