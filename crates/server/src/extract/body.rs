//! Request documents, as bytes or operations. What they count for is counted as soon as it is known: what comes too fast is not read.

use std::time::Duration;

use axum::body::{self, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use bytes::BytesMut;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;
use wellhead_core::store::shares::Share;
use wellhead_jsonapi::atomic::{Operation, Operations};
use wellhead_jsonapi::media_type::Supported;

use crate::app::App;
use crate::layers::asker::{Asker, Known, Meter};
use crate::layers::encoding::{cause, decoded, unreadable};
use crate::layers::negotiation::{OPERATIONS, PLAIN, content_type};
use crate::limits::weight;
use crate::respond::failure::Failure;

/// The largest accepted document about one resource, decoded. A typical one is a few hundred bytes.
const MAX_BYTES: usize = 1 << 20;
/// The largest accepted document of operations: a thousand resources with room to spare.
const MAX_BYTES_OF_OPERATIONS: usize = 4 << 20;

/// The bytes of a document that is large: to parse it takes a millisecond or more.
const LARGE: usize = 64 << 10;

/// The most operations in one request.
pub(crate) const MAX_OPERATIONS: usize = 1_000;

/// How long a document may take to arrive.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// The bytes of a document about one resource.
pub(crate) struct Body(pub(crate) Bytes);

/// A document of operations.
pub(crate) struct OperationsBody(pub(crate) Vec<Operation>);

impl FromRequest<App> for Body {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (bytes, _) = read(request, app, &PLAIN, MAX_BYTES).await?;
        Ok(Self(bytes))
    }
}

impl FromRequest<App> for OperationsBody {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (bytes, mut meter) = read(request, app, &OPERATIONS, MAX_BYTES_OF_OPERATIONS).await?;
        let operations = Operations::parse(&bytes, MAX_OPERATIONS)?;
        meter.more(weight::of_operations(operations.len()))?;
        Ok(Self(operations))
    }
}

/// The bytes of a document; if it is large, once no other of its workspace is worked on. They have its place until they are dropped.
async fn alone(bytes: Bytes, known: Option<Known>, app: &App) -> Result<Bytes, Failure> {
    let Some(known) = known.filter(|_| bytes.len() > LARGE) else {
        return Ok(bytes);
    };
    let place = app.limits.large_document(known.tenant).await?;
    Ok(Bytes::from_owner(Placed {
        bytes,
        _place: place,
    }))
}

/// A large document that is worked on.
struct Placed {
    bytes: Bytes,
    _place: Share,
}

impl AsRef<[u8]> for Placed {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads a document; also returns what counts the request. Its key has come before, if it has one.
async fn read<'a>(
    request: Request,
    app: &'a App,
    supported: &Supported,
    limit: usize,
) -> Result<(Bytes, Meter<'a>), Failure> {
    let (parts, body) = request.into_parts();
    let known = parts.extensions.get().and_then(Asker::known);
    let mut meter = Meter::of(known, &app.limits);
    content_type(&parts, supported)?;
    let announced = parts
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok())
        .unwrap_or(0);
    if announced > limit {
        return Err(Failure::too_large(limit));
    }
    meter.more(weight::of_document(announced))?;
    let body = decoded(&parts.headers, body)?;
    let bytes = timeout(PATIENCE, collect(body, &mut meter, announced, limit))
        .await
        .map_err(|_| Failure::body_too_slow())??;
    Ok((alone(bytes, known, app).await?, meter))
}

/// All of a document of which so many bytes are counted.
async fn collect(
    body: body::Body,
    meter: &mut Meter<'_>,
    mut counted: usize,
    limit: usize,
) -> Result<Bytes, Failure> {
    let mut body = body::Body::new(Limited::new(body, limit));
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match cause::<LengthLimitError>(&error) {
            Some(_) => Failure::too_large(limit),
            None => unreadable(&error),
        })?;
        if let Ok(data) = frame.into_data() {
            all.extend_from_slice(&data);
        }
        if all.len() > counted {
            meter.more(weight::of_document(all.len()) - weight::of_document(counted))?;
            counted = all.len();
        }
    }
    Ok(all.freeze())
}
