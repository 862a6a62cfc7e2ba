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
mod parameters;
mod responses;
mod service;
mod values;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Map, Value, json};
use swagger_ui_dist::{ApiDefinition, OpenApiSource};

use crate::resources::shapes;
use crate::routes;
use components::Components;

/// The URL of the description.
const PATH: &str = "/openapi.json";
/// The URL of the page to browse it.
const PAGE: &str = "/docs";

const ABOUT: &str = "\
A provenance ledger: which connector sourced or consumed which record, when and in which direction.

It speaks [JSON:API 1.1](https://jsonapi.org/format/) with the \
[cursor pagination profile](https://jsonapi.org/profiles/ethanresnick/cursor-pagination/). Every `GET` also \
answers `HEAD`. The following holds for all endpoints and is not repeated: an unknown path is a 404 (`not_found`), and \
a method that the path does not support is a 405 (`method_not_allowed`) with `Allow`. Every error has a \
`meta.trace_id`, which also appears in the server's log and in the `X-Request-Id` header. If a request has errors \
with different statuses, the response has the status 400.";

static DOCUMENT: LazyLock<String> = LazyLock::new(|| openapi().to_string());

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
    let page = swagger_ui_dist::generate_routes(ApiDefinition {
        uri_prefix: PAGE,
        api_definition: OpenApiSource::Uri(PATH),
        title: Some("Wellhead API"),
    });
    let document = async || ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str());
    page.layer(map_response(confined))
        .with_state(())
        .route(PATH, get(document))
}

/// Lets the page load nothing from other servers.
async fn confined(mut response: Response) -> Response {
    let policy = "default-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
    let policy = HeaderValue::from_static(policy);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    response
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::*;

    async fn get(path: &str) -> (Response<()>, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = routes::<()>().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        (Response::from_parts(parts, ()), body)
    }

    #[tokio::test]
    async fn the_document_is_served() {
        let (response, body) = get(PATH).await;
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), openapi());
    }

    #[tokio::test]
    async fn the_page_needs_nothing_from_elsewhere() {
        let (response, page) = get(PAGE).await;
        assert_eq!(response.headers()[CONTENT_TYPE], "text/html");
        let policy = response.headers()[CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'self'"), "{policy}");
        assert!(page.contains(PATH) && !page.contains("//"), "{page}");
        let parts: Vec<_> = ["href=\"", "src=\""]
            .iter()
            .flat_map(|name| page.split(name).skip(1))
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(parts.len(), 2, "a style sheet and a script: {page}");
        for path in parts {
            let (response, part) = get(path).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert!(part.len() > 10_000, "{path}");
        }
    }
}
