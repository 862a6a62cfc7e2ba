//! A trace id for each request: in its log lines, in the `meta` of its errors and in `X-Request-Id`.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use uuid::Uuid;
use wellhead_core::host::Host;
use wellhead_core::trace::TraceContext;

use super::asker::Asker;
use crate::health::is_probe;
use crate::measured::{self, UNDER_WAY};

/// The caller's trace, if it says which, or a new one. Of two, neither counts.
fn context(headers: &HeaderMap, host: &dyn Host) -> TraceContext {
    let mut given = headers.get_all("traceparent").iter();
    let given = given.next().filter(|_| given.next().is_none());
    let given = given.and_then(|value| value.to_str().ok());
    given
        .and_then(|value| TraceContext::after(value, host))
        .unwrap_or_else(|| TraceContext::new(host))
}

/// Gives the request its trace id, and logs and measures how it ended.
pub(crate) async fn trace(
    State(host): State<Arc<dyn Host>>,
    mut request: Request,
    next: Next,
) -> Response {
    let context = context(request.headers(), &host);
    let id = context.trace;
    let asker = Asker::default();
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(asker.clone());
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map(MatchedPath::as_str);
    // Monitoring asks every few seconds, and only what has changed is news.
    let is_probe = is_probe(request.extensions());
    let span = tracing::info_span!(
        "request",
        trace_id = %id,
        span_id = %context.span,
        parent_id = context.parent.map(display),
        sampled = (!context.is_sampled).then_some(false),
        method = %request.method(),
        path = shown(request.uri().path(), route),
    );
    let (measured, on_route) = (request.method().clone(), route.map(str::to_owned));
    async {
        let _under_way = UNDER_WAY.hold([]);
        let began = host.instant();
        let mut response = next.run(request).await;
        let took = host.instant().saturating_duration_since(began);
        let known = asker.known();
        measured::request(&measured, on_route.as_deref(), response.status(), took);
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
}
