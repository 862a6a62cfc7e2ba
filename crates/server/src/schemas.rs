//! What documents outside JSON:API look like and mean: no key, and the same for everybody.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use wellhead_core::privacy::{CONTEXT, SCHEMA};

/// Where the JSON Schema of disclosure reports is.
pub(crate) const REPORT_SCHEMA: &str = "/schemas/disclosure-report.schema.json";
/// Where their JSON-LD context is.
pub(crate) const REPORT_CONTEXT: &str = "/schemas/disclosure-report.context.jsonld";

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            REPORT_SCHEMA,
            get(([(CONTENT_TYPE, "application/schema+json")], SCHEMA)),
        )
        .route(
            REPORT_CONTEXT,
            get(([(CONTENT_TYPE, "application/ld+json")], CONTEXT)),
        )
}
