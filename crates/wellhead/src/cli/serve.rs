use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use wellhead_core::ledger::Ledger;

use super::Global;
use crate::database::redacted;
use crate::stop::Stop;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) listen: Listen,
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
    /// Takes the address.
    pub(super) async fn bind(&self) -> anyhow::Result<(TcpListener, SocketAddr)> {
        let listener = TcpListener::bind(&self.listen).await.with_context(|| {
            format!(
                "cannot listen on {}; name another address with --listen",
                self.listen
            )
        })?;
        let address = listener.local_addr()?;
        Ok((listener, address))
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
        until_stopped(listener, database.ledger()).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Serves until the process is asked to stop, then lets the requests under way finish.
pub(super) async fn until_stopped(listener: TcpListener, ledger: Ledger) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    let stopped = async move {
        stop.asked().await;
        tracing::info!("stopping; requests under way may finish");
    };
    wellhead_server::serve(listener, ledger, stopped).await?;
    tracing::info!("stopped");
    Ok(())
}
