//! A trace id for each request: in its log lines, in the `meta` of its errors and in `X-Request-Id`.

use std::fmt;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use uuid::Uuid;
use wellhead_core::host::Host;

use super::asker::Asker;

/// 32 hexadecimal digits: taken from the W3C `traceparent` if there is one, otherwise new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TraceId(u128);

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl TraceId {
    /// The id as a number.
    pub(crate) const fn number(self) -> u128 {
        self.0
    }

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
    let asker = Asker::default();
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(asker.clone());
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map(MatchedPath::as_str);
    // Monitoring asks every few seconds, and only what has changed is news.
    let is_probe = matches!(route, Some("/healthz" | "/readyz"));
    let span = tracing::info_span!(
        "request",
        trace_id = %id,
        method = %request.method(),
        path = shown(request.uri().path(), route),
    );
    async {
        let began = host.instant();
        let mut response = next.run(request).await;
        let took = host.instant().saturating_duration_since(began);
        let known = asker.known();
        let status = response.status().as_u16();
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if is_probe && response.status().is_success() {
            tracing::debug!(status, micros, "answered");
        } else {
            tracing::info!(
                status,
                micros,
                workspace = known.map(|it| display(it.tenant.workspace())),
                key = known.map(|it| display(it.key)),
                "answered"
            );
        }
        if let Some(known) = known {
            if let Some(pace) = known.pace {
                pace.tell(response.headers_mut());
            }
            response.extensions_mut().insert(known);
        }
        if let Ok(value) = HeaderValue::try_from(id.to_string()) {
            response.headers_mut().insert("x-request-id", value);
        }
        response
    }
    .instrument(span)
    .await
}

/// The path as the log has it: ids, and nothing else that a client has put in their place.
fn shown(path: &str, route: Option<&str>) -> String {
    let Some(route) = route else {
        return "(no such path)".to_owned();
    };
    let parts = route.split('/').zip(path.split('/'));
    let parts = parts.map(|(said, given)| match Uuid::try_parse(given) {
        Ok(_) if said.starts_with('{') => given,
        _ => said,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_ids_and_no_names() {
        let route = Some("/v1/people/{id}/provenance");
        let id = "018f3c5e-0000-7000-8000-000000000001";
        let path = |id| format!("/v1/people/{id}/provenance");
        assert_eq!(shown(&path(id), route), path(id));
        assert_eq!(shown(&path("ada@x.io"), route), path("{id}"));
        assert_eq!(shown("/v1/ada@x.io", None), "(no such path)");
    }

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
