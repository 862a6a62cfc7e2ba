use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use wellhead_core::trace::TraceId;

use super::encoding::UNDERSTOOD;
use crate::respond::answer::content_type;
use crate::respond::failure::Failure;

/// Writes the error document of a [`Failure`].
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let trace_id = request.extensions().get::<TraceId>().copied();
    let is_head = request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let Some(failure) = response.extensions_mut().remove::<Failure>() else {
        return response;
    };
    let is_of_encoding = failure.is_of_encoding();
    let Failure(mut errors) = failure;
    for error in &mut errors {
        if let Some(trace_id) = trace_id {
            error.set_meta("trace_id", trace_id.to_string());
        }
    }
    let status = response.status();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, content_type(&errors.applied()));
    match status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // Only here: it tells this 415 apart from an unsupported media type (RFC 9110, 12.5.3).
        StatusCode::UNSUPPORTED_MEDIA_TYPE if is_of_encoding => {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(UNDERSTOOD));
        }
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        _ => {}
    }
    // Beside what a layer within has said.
    headers.append(VARY, HeaderValue::from_static("Accept"));
    let document = serde_json::to_vec(&errors.document()).expect("errors can be written as JSON");
    headers.insert(CONTENT_LENGTH, document.len().into());
    if !is_head {
        *response.body_mut() = Body::from(document);
    }
    response
}
