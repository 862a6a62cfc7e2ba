//! A trace id for each request: in its log lines, in the `meta` of its errors and in `X-Request-Id`.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use wellhead_core::host::Host;

/// 32 hexadecimal digits: taken from the W3C `traceparent` if there is one, otherwise new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TraceId(u128);

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl TraceId {
    fn of(headers: &HeaderMap, host: &dyn Host) -> Self {
        headers
            .get("traceparent")
            .and_then(|value| value.to_str().ok())
            .and_then(Self::parse)
            .unwrap_or_else(|| Self::random(host))
    }

    fn random(host: &dyn Host) -> Self {
        let mut bytes = [0; 16];
        host.fill_random(&mut bytes);
        Self(u128::from_be_bytes(bytes))
    }

    /// The trace id of a `traceparent`: `VERSION-TRACE_ID-PARENT_ID-FLAGS`.
    fn parse(traceparent: &str) -> Option<Self> {
        let id = traceparent.split('-').nth(1)?;
        let hexadecimal = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        let id = u128::from_str_radix(id, 16).ok().filter(|id| *id != 0)?;
        hexadecimal.then_some(Self(id))
    }
}

/// Gives the request its trace id, and logs how it ended.
pub(crate) async fn trace(
    State(host): State<Arc<dyn Host>>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = TraceId::of(request.headers(), &host);
    request.extensions_mut().insert(id);
    let span = tracing::info_span!(
        "request",
        trace_id = %id,
        method = %request.method(),
        path = request.uri().path(),
    );
    async {
        let began = host.instant();
        let mut response = next.run(request).await;
        let took = host.instant().saturating_duration_since(began);
        tracing::info!(
            status = response.status().as_u16(),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        if let Ok(value) = HeaderValue::try_from(id.to_string()) {
            response.headers_mut().insert("x-request-id", value);
        }
        response
    }
    .instrument(span)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_callers_trace_id() {
        let id = TraceId::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assert_eq!(id.unwrap().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
        for bad in [
            "",
            "00",
            "00-xyz-1-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(TraceId::parse(bad), None, "{bad}");
        }
    }
}
