//! Content negotiation: JSON:API, and NDJSON for one endpoint.

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wellhead_jsonapi::Error;
use wellhead_jsonapi::media_type::{ATOMIC, CURSOR_PAGINATION, Foreign, Supported};

use crate::respond::failure::Failure;

/// What an endpoint takes and answers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Speaks {
    /// JSON:API documents, with these extensions and profiles.
    JsonApi(Supported),
    /// One JSON object per line. Errors are JSON:API documents all the same.
    Ndjson,
}

/// The media type of one JSON object per line.
pub(crate) const NDJSON: Foreign = Foreign("application/x-ndjson");

/// What nearly every endpoint supports besides plain JSON:API.
pub(crate) const PLAIN: Supported = Supported {
    profiles: &[CURSOR_PAGINATION],
    ..Supported::NOTHING
};

/// What the endpoint for operations supports.
pub(crate) const OPERATIONS: Supported = Supported {
    ext: &[ATOMIC],
    required: &[ATOMIC],
    ..Supported::NOTHING
};

/// Refuses a request whose `Accept` cannot be met, before any work is done.
pub(crate) async fn negotiate(
    State(speaks): State<Speaks>,
    request: Request,
    next: Next,
) -> Response {
    let accept = request.headers().get_all(ACCEPT).iter();
    // A value that is not text matches no media type.
    let accept = accept.map(|value| value.to_str().unwrap_or("?"));
    let accepted = match speaks {
        Speaks::JsonApi(supported) => supported.accept(accept).map(|_| ()),
        Speaks::Ndjson => NDJSON.accept(accept),
    };
    match accepted {
        Ok(()) => next.run(request).await,
        Err(error) => Failure::from(error).into_response(),
    }
}

/// Refuses a request document that is not JSON:API.
pub(crate) fn content_type(parts: &Parts, supported: &Supported) -> Result<(), Error> {
    let header = parts.headers.get(CONTENT_TYPE);
    let header = header.map(|value| value.to_str().unwrap_or("?"));
    supported.content_type(header).map(|_| ())
}
