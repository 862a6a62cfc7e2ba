//! Sends what requests and webhooks do to a collector of OpenTelemetry, over OTLP with protobuf over HTTP.
//!
//! Where to, and how, the variables say that OpenTelemetry has for it, such as `OTEL_EXPORTER_OTLP_ENDPOINT`. A trace has the id that the
//! log and `X-Request-Id` have. What is sent has the ids of workspaces and keys, as the log does, and names nobody.

mod layer;
mod post;

use std::env;

use anyhow::Context as _;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;

use layer::{Exporting, GivenIds};
use post::Post;

/// The spans that are to be sent.
#[derive(Debug)]
pub(crate) struct Traces(SdkTracerProvider);

impl Traces {
    /// Whether the environment says where a collector is.
    pub(crate) fn are_wanted() -> bool {
        let is_off = env::var("OTEL_SDK_DISABLED").is_ok_and(|it| it.eq_ignore_ascii_case("true"));
        !is_off && endpoint().is_some()
    }

    /// Begins to send what its layer sees, in batches, from a thread of its own.
    pub(crate) fn begin() -> anyhow::Result<Self> {
        let is_encrypted = endpoint().is_some_and(|it| it.starts_with("https:"));
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Post::new(is_encrypted)?)
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

/// The collector's URL, or what its path is added to.
fn endpoint() -> Option<String> {
    let named = [
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];
    let mut set = named.into_iter().filter_map(|name| env::var(name).ok());
    set.find(|url| !url.is_empty())
}
