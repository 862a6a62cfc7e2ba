//! Which other sites' scripts may use the API.

use std::time::Duration;

use axum::http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION,
    RETRY_AFTER,
};
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::CorsLayer;

use crate::origin::Origin;

/// For how long a browser need not ask again.
const KEPT: Duration = Duration::from_hours(1);

/// Lets scripts from these origins in, and no others; `None` if there are none. Scripts send a key. Credentials of the
/// browser are not allowed, so no site can use a session that somebody has at the console.
pub(crate) fn cors(origins: &[Origin]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let origins = origins.iter().map(|it| HeaderValue::from_str(it.as_str()));
    let origins: Vec<_> = origins
        .map(|it| it.expect("an origin is plain ASCII"))
        .collect();
    let named = HeaderName::from_static;
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            ACCEPT,
            AUTHORIZATION,
            CONTENT_ENCODING,
            CONTENT_TYPE,
            IF_MATCH,
            IF_NONE_MATCH,
            named("last-event-id"),
            named("traceparent"),
        ])
        .expose_headers([
            ETAG,
            LOCATION,
            RETRY_AFTER,
            named("ratelimit"),
            named("ratelimit-limit"),
            named("ratelimit-policy"),
            named("ratelimit-remaining"),
            named("ratelimit-reset"),
            named("x-request-id"),
        ])
        .max_age(KEPT);
    Some(layer)
}
