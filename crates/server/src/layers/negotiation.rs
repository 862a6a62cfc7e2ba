//! Content negotiation: JSON:API, NDJSON for one endpoint and events for another.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
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
    /// JSON:API documents, or a stream of events.
    Events,
}

/// The media type of a stream of events.
pub(crate) const EVENTS: Foreign = Foreign("text/event-stream");

/// Whether a request that may be answered with either wants events: they are accepted, and documents are not.
pub(crate) fn wants_events(headers: &HeaderMap) -> bool {
    let accept = || accepted(headers);
    EVENTS.accept(accept()).is_ok() && PLAIN.accept(accept()).is_err()
}

/// The `Accept` headers. A value that is not text matches no media type.
fn accepted(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let accept = headers.get_all(ACCEPT).iter();
    accept.map(|value| value.to_str().unwrap_or("?"))
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
    let headers = request.headers();
    let met = match speaks {
        Speaks::JsonApi(supported) => supported.accept(accepted(headers)).map(|_| ()),
        Speaks::Ndjson => NDJSON.accept(accepted(headers)),
        Speaks::Events if wants_events(headers) => Ok(()),
        Speaks::Events => PLAIN.accept(accepted(headers)).map(|_| ()),
    };
    match met {
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
