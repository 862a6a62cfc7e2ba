//! Content negotiation: JSON:API, NDJSON for one endpoint, and other media types beside documents for a few.

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
    /// JSON:API documents, or one of these instead.
    Or(&'static [Foreign]),
}

/// The media type of a stream of events.
pub(crate) const EVENTS: Foreign = Foreign("text/event-stream");

/// The media type of linked data.
pub(crate) const LD_JSON: Foreign = Foreign("application/ld+json");

/// The media type of tables.
const CSV: Foreign = Foreign("text/csv");

/// In what a disclosure report is sent besides documents.
pub(crate) const REPORTS: &[Foreign] = &[LD_JSON, CSV];

/// Which of `others` a request wants, if it may be answered with documents as well: the first that is accepted, where documents
/// are not.
pub(crate) fn wanted(headers: &HeaderMap, others: &[Foreign]) -> Option<Foreign> {
    if PLAIN.accept(accepted(headers)).is_ok() {
        return None;
    }
    let accepted = |it: &&Foreign| it.accept(accepted(headers)).is_ok();
    others.iter().find(accepted).copied()
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
        Speaks::Or(others) if wanted(headers, others).is_some() => Ok(()),
        Speaks::Or(_) => PLAIN.accept(accepted(headers)).map(|_| ()),
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
