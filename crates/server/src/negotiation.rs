//! What the endpoints speak besides JSON:API itself.

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wellhead_jsonapi::Error;
use wellhead_jsonapi::media_type::{ATOMIC, CURSOR_PAGINATION, Supported};

use crate::failure::Failure;

/// What every endpoint but one speaks.
pub(crate) const PLAIN: Supported = Supported {
    profiles: &[CURSOR_PAGINATION],
    ..Supported::NOTHING
};

/// What the endpoint for many operations speaks.
pub(crate) const OPERATIONS: Supported = Supported {
    ext: &[ATOMIC],
    required: &[ATOMIC],
    ..Supported::NOTHING
};

/// Refuses a request whose `Accept` cannot be met, before anything is done for it.
pub(crate) async fn negotiate(
    State(supported): State<Supported>,
    request: Request,
    next: Next,
) -> Response {
    let accept = request.headers().get_all(ACCEPT).iter();
    // What is not text matches no media type.
    let accept = accept.map(|value| value.to_str().unwrap_or("?"));
    match supported.accept(accept) {
        Ok(_) => next.run(request).await,
        Err(error) => Failure::from(error).into_response(),
    }
}

/// Refuses a document that is not JSON:API.
pub(crate) fn content_type(parts: &Parts, supported: &Supported) -> Result<(), Error> {
    let header = parts.headers.get(CONTENT_TYPE);
    let header = header.map(|value| value.to_str().unwrap_or("?"));
    supported.content_type(header).map(|_| ())
}
