use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::process::{Child, Command};

use super::{Peer, install};
use crate::client::Connection;
use crate::service::free_address;

/// How long a start may take before it counts as failed: PostGraphile reads the whole schema first.
const PATIENCE: Duration = Duration::from_mins(1);

/// A peer, as its own processes.
pub(super) struct Running {
    process: Child,
    pub(super) peer: Peer,
    pub(super) address: SocketAddr,
    log: PathBuf,
}

impl Running {
    /// Starts it on the database at `url`, and waits until it listens.
    pub(super) async fn start(peer: Peer, url: &str, logs: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let log = logs.join(format!("{peer:?}.log"));
        let output = File::create(&log)?;
        let directory = install::directory(peer).canonicalize()?;
        let process = Command::new(directory.join("node_modules/.bin/node"))
            .arg("server.js")
            .current_dir(directory)
            .env("DATABASE", url)
            .env("PORT", address.port().to_string())
            // What both advise for production.
            .env("NODE_ENV", "production")
            .env("GRAPHILE_ENV", "production")
            .stdout(output.try_clone()?)
            .stderr(output)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", peer.name()))?;
        let mut running = Self {
            process,
            peer,
            address,
            log,
        };
        running.listening().await?;
        Ok(running)
    }

    async fn listening(&mut self) -> anyhow::Result<()> {
        let began = Instant::now();
        while Connection::open(self.address).await.is_err() {
            let ended = self.process.try_wait()?;
            if ended.is_some() || began.elapsed() > PATIENCE {
                let said = fs::read_to_string(&self.log)?;
                bail!("{} does not listen: {said}", self.peer.name());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    pub(super) async fn stop(mut self) -> anyhow::Result<()> {
        Ok(self.process.kill().await?)
    }
}
