//! Sends what requests and webhooks do to a collector of OpenTelemetry, over OTLP with protobuf over HTTP.
//!
//! Where to, and how, the variables say that OpenTelemetry has for it, such as `OTEL_EXPORTER_OTLP_ENDPOINT`. A trace has the id that the
//! log and `X-Request-Id` have. What is sent has the ids of workspaces and keys, as the log does, and names nobody.

mod layer;
mod post;

use std::env;
use std::time::Duration;

use anyhow::Context as _;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;

use crate::collector;
use layer::{Exporting, GivenIds};
use post::Post;

/// The spans that are to be sent.
#[derive(Debug)]
pub(crate) struct Traces(SdkTracerProvider);

impl Traces {
    /// Begins to send what its layer sees to this collector, in batches, from a thread of its own.
    pub(crate) fn begin(collector: &str) -> anyhow::Result<Self> {
        let is_encrypted = collector.starts_with("https:");
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Post::new(is_encrypted, patience())?)
            .build()
            .context("traces cannot be sent; look at the OTEL_… variables")?;
        let mut resource = Resource::builder();
        if env::var_os("OTEL_SERVICE_NAME").is_none() {
            resource = resource.with_service_name("wellhead");
        }
        let version = env!("CARGO_PKG_VERSION");
        let version = opentelemetry::KeyValue::new("service.version", version);
        let provider = SdkTracerProvider::builder()
            .with_id_generator(GivenIds::default())
            .with_resource(resource.with_attribute(version).build())
            .with_batch_exporter(exporter);
        Ok(Self(provider.build()))
    }

    /// Turns spans of the log into spans of traces.
    pub(crate) fn layer(&self) -> Exporting {
        Exporting::new(self.0.tracer("wellhead"))
    }

    /// Sends what is left.
    pub(crate) fn end(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// How long a collector may take for a batch.
fn patience() -> Duration {
    let said = collector::said(
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT",
        "OTEL_EXPORTER_OTLP_TIMEOUT",
    );
    let said = said.and_then(|milliseconds| milliseconds.parse().ok());
    Duration::from_millis(said.unwrap_or(10_000))
}
