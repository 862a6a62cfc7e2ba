//! What the endpoints speak: JSON:API, and one of them NDJSON.

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
    /// Documents of JSON:API, with this besides.
    JsonApi(Supported),
    /// One JSON object a line. What is refused is refused in JSON:API all the same.
    Ndjson,
}

/// The media type of what has one JSON object a line.
pub(crate) const NDJSON: Foreign = Foreign("application/x-ndjson");

/// What nearly every endpoint speaks besides JSON:API itself.
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
    State(speaks): State<Speaks>,
    request: Request,
    next: Next,
) -> Response {
    let accept = request.headers().get_all(ACCEPT).iter();
    // What is not text matches no media type.
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

/// Refuses a document that is not JSON:API.
pub(crate) fn content_type(parts: &Parts, supported: &Supported) -> Result<(), Error> {
    let header = parts.headers.get(CONTENT_TYPE);
    let header = header.map(|value| value.to_str().unwrap_or("?"));
    supported.content_type(header).map(|_| ())
}
