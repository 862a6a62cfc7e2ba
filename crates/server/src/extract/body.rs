//! Request documents, as bytes.

use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use http_body_util::LengthLimitError;
use tokio::time::timeout;
use wellhead_jsonapi::media_type::Supported;

use crate::app::App;
use crate::layers::asker::{Asker, Known};
use crate::layers::encoding::{cause, decoded, unreadable};
use crate::layers::negotiation::{OPERATIONS, PLAIN, content_type};
use crate::respond::failure::Failure;

/// The largest accepted document about one resource, decoded. A typical one is a few hundred bytes.
const MAX_BYTES: usize = 1 << 20;
/// The largest accepted document of operations: a thousand resources with room to spare.
const MAX_BYTES_OF_OPERATIONS: usize = 4 << 20;

/// How long a document may take to arrive.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// The bytes of a document about one resource.
pub(crate) struct Body(pub(crate) Bytes);

/// The bytes of a document of operations.
pub(crate) struct OperationsBody(pub(crate) Bytes);

impl FromRequest<App> for Body {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        read(request, app, &PLAIN, MAX_BYTES).await.map(Self)
    }
}

impl FromRequest<App> for OperationsBody {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let bytes = read(request, app, &OPERATIONS, MAX_BYTES_OF_OPERATIONS).await?;
        Ok(Self(bytes))
    }
}

/// Reads a document. Its length counts against the key, if that has come before: see [`crate::limits::Limits::document`].
async fn read(
    request: Request,
    app: &App,
    supported: &Supported,
    limit: usize,
) -> Result<Bytes, Failure> {
    let (parts, body) = request.into_parts();
    content_type(&parts, supported)?;
    let announced = parts
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(Failure::too_large(limit));
    }
    let body = decoded(&parts.headers, body)?;
    let bytes = timeout(PATIENCE, to_bytes(body, limit))
        .await
        .map_err(|_| Failure::body_too_slow())?
        .map_err(|error| match cause::<LengthLimitError>(&error) {
            Some(_) => Failure::too_large(limit),
            None => unreadable(&error),
        })?;
    let known = parts.extensions.get().and_then(Asker::known);
    if let Some(Known {
        key,
        pace: Some(pace),
        ..
    }) = known
    {
        app.limits.document(key, pace, bytes.len())?;
    }
    Ok(bytes)
}
