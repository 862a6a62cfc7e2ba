//! For whoever watches the process: no key, no JSON:API.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use serde_json::{Value, json};

use crate::app::App;
use crate::openapi::{open_path, open_response};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
}

/// Describes the routes.
pub(crate) fn paths() -> [(String, Value); 2] {
    let text = json!({"type": "string"});
    let text = |about| open_response(about, &[], "text/plain; charset=utf-8", &text);
    let up = json!({"200": text("It is.")});
    let ready = json!({"200": text("It does."), "503": text("It does not.")});
    [
        open_path("/healthz", "healthz", "Whether the process is up", &up),
        open_path(
            "/readyz",
            "readyz",
            "Whether the database answers, too",
            &ready,
        ),
    ]
}

/// The process is up.
async fn healthz() -> &'static str {
    "ok\n"
}

/// The process is up and its database answers.
async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.ledger.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database cannot be reached\n",
            )
        }
    }
}
