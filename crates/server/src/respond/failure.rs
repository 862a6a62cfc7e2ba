//! What a handler answers instead of a document, and how it goes out.
//!
//! Each kind of error is declared once, in [`crate::codes`] or in [`wellhead_jsonapi::error::kind`], with the status and the
//! stable code that go with it.

mod rejected;
mod sync;

pub(crate) use rejected::{Place, Wanted, refused, rejected};

use std::fmt::Display;

use axum::response::{IntoResponse, Response};
use wellhead_core::id::InvalidId;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::error::kind::{INVALID_ID, UNSUPPORTED_MEDIA_TYPE};
use wellhead_jsonapi::{Error, Errors, Pointer, Source};

use crate::codes;

/// The header as errors name it.
const CONTENT_ENCODING: &str = "content-encoding";

/// Why there is no document. Goes out as JSON:API errors, with the request's trace id in each.
#[derive(Debug, Clone)]
pub(crate) struct Failure(pub(crate) Errors);

impl From<Errors> for Failure {
    fn from(errors: Errors) -> Self {
        Self(errors)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error.into())
    }
}

/// The response is written by a layer, which knows the trace id.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

impl Failure {
    /// The first thing that is wrong, where there is room for one.
    pub(crate) fn first(&self) -> &Error {
        self.0.as_slice().first().expect("a failure has an error")
    }

    /// Whether it is the request's content encoding that is to blame.
    pub(crate) fn is_of_encoding(&self) -> bool {
        self.first().source == Some(Source::Header(CONTENT_ENCODING))
    }

    pub(crate) fn unauthenticated(detail: &'static str) -> Self {
        Error::new(&codes::UNAUTHENTICATED, detail)
            .in_header("Authorization")
            .into()
    }

    pub(crate) fn forbidden(role: Role, needed: Role) -> Self {
        forbidden(role, needed).into()
    }

    /// There is no such resource, or it is another workspace's: nobody can tell.
    pub(crate) fn not_found() -> Self {
        not_found().into()
    }

    pub(crate) fn no_route() -> Self {
        Error::new(&codes::NOT_FOUND, "nothing is served at this path").into()
    }

    pub(crate) fn method_not_allowed() -> Self {
        Error::new(
            &codes::METHOD_NOT_ALLOWED,
            "the Allow header says what is served at this path",
        )
        .into()
    }

    pub(crate) fn unsupported(why: &'static str) -> Self {
        unsupported(why).into()
    }

    /// The client asks for a representation that is none, or none any more.
    pub(crate) fn other_representation() -> Self {
        let detail = "the representation is not, or no longer, one of these";
        not_as_expected("If-Match", detail).into()
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("the body is larger than {limit} bytes");
        Error::new(&codes::TOO_LARGE, detail).into()
    }

    /// A body that is encoded as `said`.
    pub(crate) fn unknown_encoding(said: impl Display) -> Self {
        let detail = format!("Content-Encoding is {said}; use one of gzip and zstd, once, or none");
        Error::new(&UNSUPPORTED_MEDIA_TYPE, detail)
            .in_header(CONTENT_ENCODING)
            .into()
    }

    pub(crate) fn undecodable(why: impl Display) -> Self {
        Error::new(&codes::UNDECODABLE, why.to_string())
            .in_header(CONTENT_ENCODING)
            .into()
    }

    pub(crate) fn body_broke_off() -> Self {
        Error::new(&codes::BODY_BROKE_OFF, "the body ended before its length").into()
    }

    pub(crate) fn internal() -> Self {
        Error::new(
            &codes::INTERNAL,
            "something went wrong here; the log has more under this trace id",
        )
        .into()
    }
}

/// A key that may not do this.
pub(crate) fn forbidden(role: Role, needed: Role) -> Error {
    let detail = format!("the key's role is {role}; this takes {needed}");
    Error::new(&codes::FORBIDDEN, detail)
}

/// What JSON:API could ask for, and nobody may do.
pub(crate) fn unsupported(why: &'static str) -> Error {
    Error::new(&codes::UNSUPPORTED, why)
}

/// A document that names a resource that is not there.
pub(crate) fn nothing_at(pointer: Pointer) -> Error {
    not_found().at(pointer)
}

/// A field that nobody may set.
pub(crate) fn read_only(pointer: Pointer, detail: &'static str) -> Error {
    Error::new(&codes::READ_ONLY, detail).at(pointer)
}

/// An id that is none.
pub(crate) fn invalid_id(pointer: Pointer) -> Error {
    Error::new(&INVALID_ID, InvalidId.to_string()).at(pointer)
}

fn not_found() -> Error {
    Error::new(&codes::NOT_FOUND, "this workspace has no such resource")
}

/// A condition in this header that is not met.
fn not_as_expected(header: &'static str, detail: &'static str) -> Error {
    Error::new(&codes::PRECONDITION_FAILED, detail).in_header(header)
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "the store cannot be reached");
                Error::new(
                    &codes::UNAVAILABLE,
                    "the database cannot be reached now; try again",
                )
                .into()
            }
            StoreError::Failed(_) => {
                tracing::error!(%error, "the store failed");
                Self::internal()
            }
        }
    }
}
