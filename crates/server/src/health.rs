//! For monitoring: no key, no JSON:API.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, State};
use axum::http::{Extensions, StatusCode};
use axum::routing::get;
use tokio::sync::Mutex;
use wellhead_core::ledger::Ledger;
use wellhead_core::store::StoreError;

use crate::app::App;

/// How long an answer is repeated: nobody needs a key to ask, and each look takes a connection.
const FRESH: Duration = Duration::from_millis(500);

/// What the last look at the database found.
#[derive(Clone, Default)]
pub(crate) struct Readiness(Arc<Mutex<Option<Look>>>);

struct Look {
    at: Instant,
    found: Result<(), String>,
}

impl Readiness {
    /// Whether the database would take a write, or why not. Those who ask meanwhile wait for the same look.
    async fn of(&self, ledger: &Ledger) -> Result<(), String> {
        let mut last = self.0.lock().await;
        let now = ledger.host().instant();
        if let Some(look) = &*last
            && now.saturating_duration_since(look.at) < FRESH
        {
            return look.found.clone();
        }
        let found = ledger.ready().await.map_err(|error| {
            tracing::warn!(%error, "not ready");
            match error {
                StoreError::Hindered(hindrance, _) => hindrance.to_string(),
                StoreError::CommitUnknown(_) => "the database does not answer commits".to_owned(),
                _ => "the database cannot be reached".to_owned(),
            }
        });
        *last = Some(Look {
            at: ledger.host().instant(),
            found: found.clone(),
        });
        found
    }
}

const UP: &str = "/healthz";
const READY: &str = "/readyz";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(UP, get(healthz))
        .route(READY, get(readyz))
}

/// Whether a request with these extensions is for one of them.
pub(crate) fn is_probe(extensions: &Extensions) -> bool {
    let route = extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    matches!(route, Some(UP | READY))
}

/// The process is up.
async fn healthz() -> &'static str {
    "ok\n"
}

/// The process is up and takes requests, and its database would take a write.
async fn readyz(State(app): State<App>) -> (StatusCode, String) {
    let found = if app.stopping.is_leaving() {
        Err("it is stopping".to_owned())
    } else {
        app.readiness.of(&app.ledger).await
    };
    match found {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}
