//! For whoever watches the process: no key, no JSON:API.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use serde_json::{Value, json};

use crate::app::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
}

/// Describes the routes.
pub(crate) fn paths() -> impl Iterator<Item = (String, Value)> {
    let text = |about: &str| {
        json!({
            "description": about,
            "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}},
            "content": {"text/plain; charset=utf-8": {"schema": {"type": "string"}}},
        })
    };
    let path = |path: &str, summary: &str, responses: Value| {
        let operation = json!({
            "operationId": format!("{}_retrieve", &path[1..]),
            "tags": ["service"],
            "summary": summary,
            "security": [],
            "responses": responses,
        });
        (path.to_owned(), json!({"get": operation}))
    };
    let up = json!({"200": text("It is.")});
    let ready = json!({"200": text("It does."), "503": text("It does not.")});
    [
        path("/healthz", "Whether the process is up", up),
        path("/readyz", "Whether the database answers, too", ready),
    ]
    .into_iter()
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
