//! The ledger over HTTP.
//!
//! How a request is handled: the `layers` give it a trace id and negotiate the content; the extractors in `extract`
//! find out who is asking, and for what; a handler in `routes` calls the ledger; `resources` define what the answer
//! looks like, and `respond` writes it, or the failure. The `console` shows the same to people, as pages.
//!
//! The `catalogue` declares what an endpoint takes and answers and what the `audit` log has of it, and `openapi` describes the API from it. A `delivery`
//! streams both ways; `tending` resumes what processes that died have left, and `webhooks` tells others of changes.
//!
//! Modules depend on each other in one direction: `openapi` → `routes` → `delivery`, `audit` → `catalogue` →
//! `extract` → `layers` → `respond` → `resources` → `codes`.

mod app;
mod audit;
mod auditor;
mod catalogue;
mod codes;
mod console;
mod delivery;
mod extract;
mod feed;
mod folding;
mod health;
mod key_uses;
mod layers;
mod limits;
mod listen;
mod measured;
mod metrics;
mod openapi;
mod origin;
mod proxies;
mod resources;
mod respond;
mod routes;
mod schemas;
mod tending;
#[cfg(test)]
mod test_host;
mod webhooks;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use wellhead_core::host::Host;
use wellhead_core::ledger::Ledger;

use app::App;
use auditor::Auditor;
use health::Readiness;
use layers::client::client;
use layers::cors::cors;
use layers::keyless::keyless;
use layers::linger::{Stopping, linger};
use layers::{negotiation, render, trace};
use limits::Limits;
use proxies::Proxies;
use respond::failure::Failure;
use respond::url;

pub use catalogue::audited::{Audited, Unaudited};
pub use catalogue::endpoint::Served;
pub use console::{Visit, catalogue as console_catalogue};
pub use limits::MostRequests;
pub use listen::{MostConnections, allow_more_files};
pub use metrics::{Metrics, all as metrics, serve_metrics};
pub use openapi::openapi;
pub use origin::{InvalidUrl, Origin, PublicUrl};
pub use proxies::{InvalidNetwork, Network};
pub use respond::disclosures_csv::table as disclosures_csv;

/// Every endpoint of the API, ordered by path.
#[must_use]
pub fn catalogue() -> Vec<Served> {
    routes::endpoints()
        .iter()
        .map(|endpoint| endpoint.served.clone())
        .collect()
}

/// The service, without a socket.
pub fn router(ledger: Ledger, settings: &Settings) -> Router {
    let app = App {
        sender: webhooks::sender(&ledger),
        auditor: Auditor::new(ledger.clone()),
        ledger,
        public_url: settings.public_url.clone(),
        stopping: Stopping::never(),
        readiness: Readiness::default(),
        limits: Limits::none(),
    };
    served(app, settings)
}

fn served(app: App, settings: &Settings) -> Router {
    let mut api = Router::new();
    for endpoint in routes::endpoints() {
        let negotiate = from_fn_with_state(endpoint.speaks, negotiation::negotiate);
        let mut handler = endpoint.handler.layer(negotiate);
        if let Some(audited) = endpoint.served.audited {
            handler = audit::around(handler, &app.auditor, audited, audit::failed);
        }
        api = api.route(&endpoint.served.path, handler);
    }
    let (host, stopping) = (Arc::clone(app.ledger.host()), app.stopping.clone());
    let mut api = api
        .merge(health::routes())
        .merge(openapi::routes())
        .merge(schemas::routes())
        .with_state(app.clone())
        .method_not_allowed_fallback(async || Failure::method_not_allowed());
    if let Some(base) = &settings.public_url {
        api = api.layer(from_fn_with_state(base.clone(), url::absolute));
    }
    if let Some(cors) = cors(&settings.cors_origins) {
        api = api.layer(cors);
    }
    let proxies = Proxies::new(&settings.trusted_proxies);
    let limits = app.limits.clone();
    covered(api.merge(console::router(app)), limits, host, stopping)
        .layer(from_fn_with_state(proxies, client))
}

/// Every failure, in `routes` or outside them, is answered as JSON:API.
fn covered<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    limits: Limits,
    host: Arc<dyn Host>,
    stopping: Stopping,
) -> Router<S> {
    routes
        .fallback(async || Failure::no_route())
        .method_not_allowed_fallback(async || Failure::method_not_allowed())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(limits, keyless))
        .layer(from_fn(render::render))
        .layer(map_response(careful))
        .layer(from_fn_with_state(host, trace::trace))
        .layer(from_fn_with_state(stopping, linger))
}

/// Answers are about people, so no cache keeps them, unless they say that they may be kept. No browser takes them for
/// anything but what their media type says.
async fn careful(mut response: Response) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(no_store);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer gives the panic away"
)]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(message, "a handler panicked");
    Failure::internal().into_response()
}

/// What an operator can set of a service.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long changes are kept in the feed. The history of links is kept for ever.
    pub keep_changes: Duration,
    /// How many connections there may be at a time.
    pub most_connections: MostConnections,
    /// How much one may ask.
    pub most_requests: MostRequests,
    /// What the URLs in documents begin with. Without it they are paths.
    pub public_url: Option<PublicUrl>,
    /// Whose scripts may use the API: those of these sites, and no others.
    pub cors_origins: Vec<Origin>,
    /// For how long the service goes on after it was asked to stop, and says at `/readyz` that it will: so that whoever sends it
    /// requests has the time to see that.
    pub drain_delay: Duration,
    /// Whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<Network>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keep_changes: Duration::from_hours(90 * 24),
            most_connections: MostConnections::default(),
            most_requests: MostRequests::default(),
            public_url: None,
            cors_origins: Vec::new(),
            drain_delay: Duration::ZERO,
            trusted_proxies: Vec::new(),
        }
    }
}

/// Serves `ledger` on `listener` until `stop` and the delay after it, then lets requests in progress finish. Meanwhile it resumes the work
/// that processes that died have left, sends webhooks, and forgets changes that are older than is set.
pub async fn serve(
    listener: TcpListener,
    ledger: Ledger,
    settings: Settings,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let sender = webhooks::sender(&ledger);
    let folding = tokio::spawn(folding::fold(ledger.clone()));
    let limits = Limits::new(settings.most_requests);
    let tending = tokio::spawn(tending::tend(
        ledger.clone(),
        settings.clone(),
        limits.clone(),
    ));
    let sending = tokio::spawn(webhooks::send(ledger.clone(), sender.clone()));
    let using = tokio::spawn(key_uses::write(ledger.clone()));
    let (stopping, stop) = Stopping::with(stop, settings.drain_delay);
    let auditor = Auditor::new(ledger.clone());
    let app = App {
        ledger: ledger.clone(),
        auditor: auditor.clone(),
        sender,
        public_url: settings.public_url.clone(),
        stopping,
        readiness: Readiness::default(),
        limits: limits.clone(),
    };
    let most = settings.most_connections;
    let proxies = Proxies::new(&settings.trusted_proxies);
    let service = served(app, &settings);
    listen::serve(listener, "service", service, most, proxies, stop).await;
    folding.abort();
    tending.abort();
    sending.abort();
    using.abort();
    key_uses::settle(&ledger).await;
    auditor.settle().await;
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use axum::routing::get;
    use serde_json::Value;
    use tower::ServiceExt;

    use super::*;
    use crate::test_host::TestHost;

    #[tokio::test]
    async fn a_panic_is_a_500_with_a_trace_id() {
        async fn handler() -> Response {
            panic!("nobody expects this")
        }
        let routes = Router::new().route("/", get(handler));
        let request = Request::get("/").body(Body::empty()).unwrap();
        let (limits, host) = (Limits::none(), Arc::new(TestHost::default()));
        let response = covered::<()>(routes, limits, host, Stopping::never())
            .oneshot(request)
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[header::VARY], "Accept");
        let trace_id = response.headers()["x-request-id"].clone();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let document: Value = serde_json::from_slice(&body).unwrap();
        let error = &document["errors"][0];
        assert_eq!(error["code"], "internal_error");
        assert_eq!(error["meta"]["trace_id"], trace_id.to_str().unwrap());
        let drawn = "01".repeat(16);
        assert_eq!(trace_id, *drawn, "the host's chance");
        assert!(!document.to_string().contains("expects"), "no inner words");
    }
}
