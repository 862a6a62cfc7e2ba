//! What documents outside JSON:API look like and mean: no key, and the same for everybody.

use std::sync::LazyLock;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use wellhead_core::privacy::{CONTEXT, SCHEMA};

use crate::respond::fixed::Fixed;

/// Where the JSON Schema of disclosure reports is.
pub(crate) const REPORT_SCHEMA: &str = "/schemas/disclosure-report.schema.json";
/// Where their JSON-LD context is.
pub(crate) const REPORT_CONTEXT: &str = "/schemas/disclosure-report.context.jsonld";

static SCHEMA_FILE: LazyLock<Fixed> =
    LazyLock::new(|| Fixed::new("application/schema+json", SCHEMA));
static CONTEXT_FILE: LazyLock<Fixed> = LazyLock::new(|| Fixed::new("application/ld+json", CONTEXT));

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            REPORT_SCHEMA,
            get(async |asked: HeaderMap| SCHEMA_FILE.answer(&asked)),
        )
        .route(
            REPORT_CONTEXT,
            get(async |asked: HeaderMap| CONTEXT_FILE.answer(&asked)),
        )
}
