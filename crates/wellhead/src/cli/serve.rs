mod drain;
mod wait;

use std::future::pending;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use wellhead_core::ledger::Ledger;
use wellhead_server::{
    Metrics, MostConnections, MostRequests, Network, Origin, PublicUrl, Settings, allow_more_files,
    serve_metrics,
};

use super::Global;
use crate::stop::{Stop, outlive_hangups};
use crate::{collector, host};

pub(super) use drain::{Drain, until_stopped};

/// What OpenTelemetry's parts take from the environment alone.
pub(super) const TRACES: &str = "\
Environment, for traces, which released programs send if one of the first two names a collector (docs/operations/tracing.md):
  OTEL_EXPORTER_OTLP_ENDPOINT         the collector's URL, to which /v1/traces is added
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT  the same, as it is
  OTEL_EXPORTER_OTLP_HEADERS          headers such as a token: NAME=VALUE,…; OTEL_EXPORTER_OTLP_TRACES_HEADERS likewise
  OTEL_EXPORTER_OTLP_TIMEOUT          the most milliseconds for a batch; OTEL_EXPORTER_OTLP_TRACES_TIMEOUT likewise
  OTEL_SERVICE_NAME                   what the service is called, and OTEL_RESOURCE_ATTRIBUTES says more about it
  OTEL_TRACES_SAMPLER                 which traces to send, with OTEL_TRACES_SAMPLER_ARG
  OTEL_BSP_SCHEDULE_DELAY             how long spans wait, in milliseconds, and how many: OTEL_BSP_MAX_QUEUE_SIZE,
                                      OTEL_BSP_MAX_EXPORT_BATCH_SIZE
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT     how much a span has; OTEL_SPAN_EVENT_COUNT_LIMIT and OTEL_SPAN_LINK_COUNT_LIMIT likewise
  OTEL_SDK_DISABLED                   'true' sends none";

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) listen: Listen,
    /// Create the database's file if it is missing
    #[arg(long)]
    create: bool,
    /// How many days the feed of changes goes back; the history of links is kept for ever
    #[arg(
        long,
        value_name = "DAYS",
        env = "WELLHEAD_KEEP_CHANGES",
        default_value_t = 90,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    keep_changes: u32,
    /// The most connections at a time; never more than there can be open files
    #[arg(
        long,
        value_name = "N",
        env = "WELLHEAD_MAX_CONNECTIONS",
        default_value_t = MostConnections::default().in_all,
        value_parser = at_least_one
    )]
    max_connections: usize,
    /// The most connections from one address [default: an eighth of all]; a proxy that is not trusted needs as many as all its
    /// clients
    #[arg(
        long,
        value_name = "N",
        env = "WELLHEAD_MAX_CONNECTIONS_PER_ADDRESS",
        value_parser = at_least_one
    )]
    max_connections_per_address: Option<usize>,
    /// How many requests a key may make in a second; twice as many may come at once. 0 lifts the limit
    #[arg(
        long,
        value_name = "N",
        env = "WELLHEAD_REQUESTS_PER_SECOND",
        default_value_t = MostRequests::default().of_a_key.map_or(0, NonZeroU32::get)
    )]
    requests_per_second: u32,
    /// How many wrong keys an address may send in a second; sixty times as many may come at once. 0 lifts the limit
    #[arg(
        long,
        value_name = "N",
        env = "WELLHEAD_WRONG_KEYS_PER_SECOND",
        default_value_t = MostRequests::default().wrong_keys.map_or(0, NonZeroU32::get)
    )]
    wrong_keys_per_second: u32,
    /// How many requests without a good key an address may make in a second; ten times as many may come at once. 0 lifts the
    /// limit
    #[arg(
        long,
        value_name = "N",
        env = "WELLHEAD_REQUESTS_WITHOUT_KEY_PER_SECOND",
        default_value_t = MostRequests::default().without_key.map_or(0, NonZeroU32::get)
    )]
    requests_without_key_per_second: u32,
    /// The most deliveries of a workspace at a time
    #[arg(
        long,
        value_name = "N",
        env = "WELLHEAD_MAX_DELIVERIES",
        default_value_t = MostRequests::default().deliveries,
        value_parser = at_least_one
    )]
    max_deliveries: usize,
    /// The URL at which clients find the service: links in documents begin with it, and the console takes forms only
    /// from there. By default links are paths
    #[arg(long, value_name = "URL", env = "WELLHEAD_PUBLIC_URL")]
    public_url: Option<PublicUrl>,
    /// A site whose scripts may use the API, such as `https://app.example.org`; may be repeated. By default there is none
    #[arg(
        long = "cors-origin",
        value_name = "ORIGIN",
        env = "WELLHEAD_CORS_ORIGINS",
        value_delimiter = ','
    )]
    cors_origins: Vec<Origin>,
    /// A proxy whose X-Forwarded-For says where a request comes from, and which may open any number of connections: an address or
    /// a network such as 10.0.0.0/8; may be repeated. By default none is trusted
    #[arg(
        long = "trusted-proxy",
        value_name = "NETWORK",
        env = "WELLHEAD_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    trusted_proxies: Vec<Network>,
    #[command(flatten)]
    drain: Drain,
    /// Wait for a database that is not there yet, such as one that starts at the same time, or a file on a disk that is not
    /// mounted; for a minute, or for as many seconds as are given
    #[arg(
        long,
        value_name = "SECONDS",
        env = "WELLHEAD_WAIT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "60"
    )]
    wait: Option<u32>,
    /// Where Prometheus finds the metrics of this process, under /metrics; by default there is no such place. Who reaches it needs
    /// no key
    #[arg(long, value_name = "ADDRESS", env = "WELLHEAD_METRICS_LISTEN")]
    metrics_listen: Option<String>,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one is needed".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}

#[derive(Debug, Args)]
pub(super) struct Listen {
    /// The address to listen on; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "WELLHEAD_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: String,
}

impl Listen {
    /// Binds the address.
    pub(super) async fn bind(&self) -> anyhow::Result<(TcpListener, SocketAddr)> {
        bind(&self.listen, "--listen").await
    }

    /// `ledger`, with a process name made of this machine and the listening address. After a restart, the process
    /// finds by it what it had begun.
    pub(super) fn named(&self, ledger: Ledger) -> Ledger {
        match host::name() {
            Some(host) => ledger.known_as(&format!("{host} {}", self.listen)),
            None => ledger,
        }
    }
}

/// Binds the address that this option gives.
async fn bind(address: &str, option: &str) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; choose another address with {option}")
    })?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

impl Serve {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        outlive_hangups()?;
        let mut stop = Stop::listen()?;
        let patience = Duration::from_secs(self.wait.unwrap_or(0).into());
        let database = wait::patiently(patience, &mut stop, async || {
            if self.create {
                global.open_or_create().await
            } else {
                global.open().await
            }
        });
        let Some(database) = database.await? else {
            tracing::info!("stopped; the database had not come yet");
            return Ok(Stop::exit_code());
        };
        database.examine().await?;
        for exposure in &database.exposures {
            tracing::warn!("{exposure}");
        }
        let is_traced = collector::endpoint().is_some();
        let traces = is_traced && cfg!(feature = "otel");
        if is_traced && !traces {
            tracing::warn!(
                "the environment names a collector of traces, and this program was built without the feature otel, so it sends none: \
                 use a released program, build it with --features otel, or unset the OTEL_EXPORTER_OTLP_… variables \
                 (docs/operations/tracing.md)"
            );
        }
        let (listener, address) = self.listen.bind().await?;
        let measured = match &self.metrics_listen {
            Some(address) => Some(bind(address, "--metrics-listen").await?),
            None => None,
        };
        let open_files = allow_more_files();
        tracing::info!(
            version = env!("CARGO_PKG_VERSION"),
            engine = database.engine,
            database = database.name,
            schema = database.version,
            metrics = measured
                .as_ref()
                .map(|(_, address)| display(format!("http://{address}/metrics"))),
            traces,
            public_url = self.public_url.as_ref().map(display),
            cors = !self.cors_origins.is_empty(),
            open_files,
            "listening on http://{address}"
        );
        let settings = Settings {
            keep_changes: Duration::from_hours(u64::from(self.keep_changes) * 24),
            most_connections: MostConnections {
                in_all: self.max_connections,
                from_one_address: self.max_connections_per_address,
            },
            most_requests: MostRequests {
                of_a_key: NonZeroU32::new(self.requests_per_second),
                wrong_keys: NonZeroU32::new(self.wrong_keys_per_second),
                without_key: NonZeroU32::new(self.requests_without_key_per_second),
                deliveries: self.max_deliveries,
            },
            public_url: self.public_url,
            cors_origins: self.cors_origins,
            trusted_proxies: self.trusted_proxies,
            drain_delay: self.drain.delay(),
        };
        let ledger = self.listen.named(database.ledger());
        let measuring = measured.map(|(listener, _)| {
            let metrics = Metrics::install();
            tokio::spawn(serve_metrics(listener, ledger.clone(), metrics, pending()))
        });
        until_stopped(listener, ledger, settings, self.drain, stop).await;
        if let Some(measuring) = measuring {
            measuring.abort();
        }
        Ok(ExitCode::SUCCESS)
    }
}
