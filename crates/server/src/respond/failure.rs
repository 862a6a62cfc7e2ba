//! Failures, and how they are written.
//!
//! Each kind of error is declared once, in [`crate::codes`] or in [`wellhead_jsonapi::error::kind`], with its status
//! and its stable code.

mod rejected;
mod sync;

pub(crate) use rejected::{Pointers, Wanted, refused, rejected};

use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use wellhead_core::id::InvalidId;
use wellhead_core::identity::MergedInto;
use wellhead_core::key::Shut;
use wellhead_core::store::{Hindrance, StoreError};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::error::kind::{INVALID_ID, UNSUPPORTED_MEDIA_TYPE};
use wellhead_jsonapi::{Error, Errors, Kind, Pointer, Source};

use crate::codes;

/// The name of the header in errors.
const CONTENT_ENCODING: &str = "content-encoding";

/// A failed request. It is written as JSON:API errors, each with the request's trace id.
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

/// A layer writes the response, because it knows the trace id.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        *response.status_mut() = self.status();
        response.extensions_mut().insert(self);
        response
    }
}

impl Failure {
    /// The first error, for places with room for only one.
    pub(crate) fn first(&self) -> &Error {
        self.0.as_slice().first().expect("a failure has an error")
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Whether the cause is the request's content encoding.
    pub(crate) fn is_of_encoding(&self) -> bool {
        self.first().source == Some(Source::Header(CONTENT_ENCODING))
    }

    pub(crate) fn unauthenticated(detail: &'static str) -> Self {
        Error::new(&codes::UNAUTHENTICATED, detail)
            .in_header("Authorization")
            .into()
    }

    /// A key that opens nothing.
    pub(crate) fn shut(shut: Shut) -> Self {
        let kind = match shut {
            Shut::Unknown => &codes::UNAUTHENTICATED,
            Shut::Suspended(_) => &codes::WORKSPACE_SUSPENDED,
        };
        Error::new(kind, shut.to_string())
            .in_header("Authorization")
            .into()
    }

    pub(crate) fn forbidden(role: Role, needed: Role) -> Self {
        forbidden(role, needed).into()
    }

    /// The resource does not exist or belongs to another workspace; the answer does not tell which.
    pub(crate) fn not_found() -> Self {
        not_found().into()
    }

    /// The record is part of another one now.
    pub(crate) fn merged(merged: &MergedInto) -> Self {
        merged_into(&codes::MERGED, merged).into()
    }

    /// A key that asks faster than `rate` times in a second.
    pub(crate) fn too_fast(rate: impl Display) -> Self {
        let detail = format!(
            "the key may ask {rate} times in a second; each KiB of a query, each 8 KiB of a document, each 25 resources of a \
             page and each operation count as one more; wait, or ask for more at once"
        );
        Error::new(&codes::TOO_MANY_REQUESTS, detail).into()
    }

    pub(crate) fn too_many_wrong_keys() -> Self {
        let detail = "too many wrong keys came from this address; wait before you try another";
        Error::new(&codes::TOO_MANY_REQUESTS, detail).into()
    }

    pub(crate) fn too_many_without_key() -> Self {
        let detail = "this address asks too often without a good key; wait, or send one";
        Error::new(&codes::TOO_MANY_REQUESTS, detail).into()
    }

    pub(crate) fn no_route() -> Self {
        Error::new(&codes::NOT_FOUND, "there is nothing at this path").into()
    }

    pub(crate) fn method_not_allowed() -> Self {
        Error::new(
            &codes::METHOD_NOT_ALLOWED,
            "the Allow header lists the methods of this path",
        )
        .into()
    }

    pub(crate) fn unsupported(why: &'static str) -> Self {
        unsupported(why).into()
    }

    /// `If-Match` names a representation that does not exist, or no longer does.
    pub(crate) fn other_representation() -> Self {
        let detail = "the current representation is none of these";
        not_as_expected("If-Match", detail).into()
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("the body is larger than {limit} bytes");
        Error::new(&codes::TOO_LARGE, detail).into()
    }

    /// A body with the content encoding `said`, which is not supported.
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

    pub(crate) fn body_too_slow() -> Self {
        Error::new(
            &codes::BODY_TOO_SLOW,
            "the rest of the body did not come in time",
        )
        .into()
    }

    pub(crate) fn body_broke_off() -> Self {
        Error::new(&codes::BODY_BROKE_OFF, "the body broke off before its end").into()
    }

    pub(crate) fn internal() -> Self {
        Error::new(
            &codes::INTERNAL,
            "something went wrong; the server's log has the details under this trace id",
        )
        .into()
    }
}

/// The key's role does not allow this.
pub(crate) fn forbidden(role: Role, needed: Role) -> Error {
    let detail = format!("the key's role is {role}; this needs {needed}");
    Error::new(&codes::FORBIDDEN, detail)
}

/// A request that JSON:API allows, but that is not supported here.
pub(crate) fn unsupported(why: &'static str) -> Error {
    Error::new(&codes::UNSUPPORTED, why)
}

/// A document that names a resource that does not exist.
pub(crate) fn nothing_at(pointer: Pointer) -> Error {
    not_found().at(pointer)
}

/// A field that clients cannot set.
pub(crate) fn read_only(pointer: Pointer, detail: &'static str) -> Error {
    Error::new(&codes::READ_ONLY, detail).at(pointer)
}

/// An invalid id.
pub(crate) fn invalid_id(pointer: Pointer) -> Error {
    Error::new(&INVALID_ID, InvalidId.to_string()).at(pointer)
}

fn not_found() -> Error {
    Error::new(&codes::NOT_FOUND, "this workspace has no such resource")
}

/// A record that was merged, with the id of the one to use.
fn merged_into(kind: &'static Kind, merged: &MergedInto) -> Error {
    Error::new(kind, format!("{merged}; use that one")).with_meta("id", merged.into.to_string())
}

/// A precondition in this header that does not hold.
fn not_as_expected(header: &'static str, detail: &'static str) -> Error {
    Error::new(&codes::PRECONDITION_FAILED, detail).in_header(header)
}

/// What to tell a client, and what it can do.
const fn hindered(hindrance: Hindrance) -> (&'static Kind, &'static str) {
    match hindrance {
        Hindrance::Locked => (
            &codes::LOCKED,
            "another change holds what this one needs; try again",
        ),
        Hindrance::TooLong => (
            &codes::TOOK_TOO_LONG,
            "the database took too long; try again, or ask for less at once",
        ),
        Hindrance::TooMuchAtOnce => (
            &codes::TOO_MANY_REQUESTS,
            "this workspace asks for too much at once; wait for the answers to its other requests",
        ),
        Hindrance::Full => (
            &codes::FULL,
            "nothing was written; its operator has to make room",
        ),
        Hindrance::ReadOnly => (
            &codes::DATABASE_READ_ONLY,
            "nothing was written; its operator has to make it writable",
        ),
        Hindrance::Damaged => (
            &codes::DAMAGED,
            "a part of the database cannot be read; its operator has to restore it",
        ),
        Hindrance::Crowded => (
            &codes::CROWDED,
            "all of the database's connections are taken; try again",
        ),
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "the store cannot be reached");
                Error::new(
                    &codes::UNAVAILABLE,
                    "the database cannot be reached; try again",
                )
                .into()
            }
            StoreError::CommitUnknown(_) => {
                tracing::warn!(%error, "a change was sent to the store and not answered");
                Error::new(
                    &codes::COMMIT_UNKNOWN,
                    "the database did not say whether the change was made; look, or send it again: with an id of your \
                     own, or a delivery with its name, it is not made twice",
                )
                .into()
            }
            StoreError::Hindered(hindrance, _) => {
                if hindrance == Hindrance::Damaged {
                    tracing::error!(%error, "stop, and restore a backup: docs/operations/backup.md");
                } else {
                    tracing::warn!(%error, "the store cannot do this now");
                }
                let (kind, detail) = hindered(hindrance);
                Error::new(kind, detail).into()
            }
            StoreError::Failed(_) => {
                tracing::error!(%error, "the store failed");
                Self::internal()
            }
        }
    }
}
