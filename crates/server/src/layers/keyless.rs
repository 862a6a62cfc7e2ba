//! Requests without a key, of which an address may make only so many.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::{ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::asker::Asker;
use crate::extract::address::address;
use crate::health::is_probe;
use crate::limits::Limits;

/// Counts requests without a key, and refuses those that are too many: before anything is done for them or, if they come with something
/// that turns out to be no key, after that. What failed because of the server may have had a good one. Probes are not counted: whoever
/// restarts a process that does not answer may be anywhere.
pub(crate) async fn keyless(
    State(limits): State<Limits>,
    request: Request,
    next: Next,
) -> Response {
    // Before a browser sends a key to another origin, it asks without one.
    let is_preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    if is_preflight || is_probe(request.extensions()) {
        return next.run(request).await;
    }
    let address = address(request.extensions());
    let headers = request.headers();
    if !headers.contains_key(AUTHORIZATION) && !headers.contains_key(COOKIE) {
        return match limits.without_key(address) {
            Ok(()) => next.run(request).await,
            Err(failure) => failure.into_response(),
        };
    }
    let asker = request.extensions().get::<Asker>().cloned();
    let response = next.run(request).await;
    let is_known = asker.is_some_and(|asker| asker.known().is_some());
    if is_known || response.status().is_server_error() {
        return response;
    }
    match limits.without_key(address) {
        Ok(()) => response,
        Err(failure) => failure.into_response(),
    }
}
