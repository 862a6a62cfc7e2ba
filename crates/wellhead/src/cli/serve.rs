use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use wellhead_core::ledger::Ledger;
use wellhead_server::{Origin, PublicUrl, Settings};

use super::Global;
use crate::database::redacted;
use crate::host;
use crate::stop::Stop;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) listen: Listen,
    /// How many days the feed of changes goes back; the history of links is kept for ever
    #[arg(
        long,
        value_name = "DAYS",
        env = "WELLHEAD_KEEP_CHANGES",
        default_value_t = 90,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    keep_changes: u32,
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
        let database = global.open().await?;
        let (listener, address) = self.listen.bind().await?;
        tracing::info!(
            database = redacted(global.url()),
            "listening on http://{address}"
        );
        let settings = Settings {
            keep_changes: Duration::from_hours(u64::from(self.keep_changes) * 24),
            public_url: self.public_url,
            cors_origins: self.cors_origins,
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
        served = wellhead_server::serve(listener, ledger, settings, stopped) => served?,
        () = too_late => {
            tracing::warn!("the requests still in progress are cut off");
            // What was noted for the audit log is written within a second.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
    tracing::info!("stopped");
    Ok(())
}
