use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use wellhead_core::ledger::Ledger;
use wellhead_server::{
    MostConnections, MostRequests, Network, Origin, PublicUrl, Settings, allow_more_files,
};

use super::Global;
use crate::host;
use crate::stop::Stop;

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
    /// The most connections from one address [default: half of all]; a proxy needs as many as all its clients
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
    /// A proxy whose X-Forwarded-For says where a request comes from: an address or a network such as 10.0.0.0/8; may be
    /// repeated. By default none is trusted
    #[arg(
        long = "trusted-proxy",
        value_name = "NETWORK",
        env = "WELLHEAD_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    trusted_proxies: Vec<Network>,
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
        let listener = TcpListener::bind(&self.listen).await.with_context(|| {
            format!(
                "cannot listen on {}; choose another address with --listen",
                self.listen
            )
        })?;
        let address = listener.local_addr()?;
        Ok((listener, address))
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

impl Serve {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let database = if self.create {
            global.open_or_create().await?
        } else {
            global.open().await?
        };
        if let Some(exposure) = &database.exposure {
            tracing::warn!("{exposure}");
        }
        let (listener, address) = self.listen.bind().await?;
        let open_files = allow_more_files();
        tracing::info!(
            open_files,
            database = database.name,
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
                deliveries: self.max_deliveries,
            },
            public_url: self.public_url,
            cors_origins: self.cors_origins,
            trusted_proxies: self.trusted_proxies,
        };
        until_stopped(listener, self.listen.named(database.ledger()), settings).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// How long requests in progress may take when the process is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until the process is asked to stop, then gives requests in progress some time to finish.
pub(super) async fn until_stopped(
    listener: TcpListener,
    ledger: Ledger,
    settings: Settings,
) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    let mut too_late = stop.clone();
    let stopped = async move {
        stop.asked().await;
        tracing::info!("stopping; requests in progress may finish");
    };
    let too_late = async move {
        too_late.asked().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = wellhead_server::serve(listener, ledger, settings, stopped) => {}
        () = too_late => {
            tracing::warn!("the requests still in progress are cut off");
            // What was noted for the audit log is written within a second.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
    tracing::info!("stopped");
    Ok(())
}
