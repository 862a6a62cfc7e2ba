use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::process::Child;

use crate::client::Connection;
use crate::database::Database;
use crate::drive::{Client, Workload};
use crate::wellhead::Wellhead;

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a client may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limits {
    /// As `wellhead serve` has them.
    Default,
    /// A key may ask as fast as it can.
    Lifted,
}

/// `wellhead serve`, as its own process.
pub(crate) struct Service {
    process: Child,
    pub(crate) pid: u32,
    pub(crate) address: SocketAddr,
    log: PathBuf,
}

impl Service {
    /// Starts it and sends one request; returns the time from launch to the answer.
    pub(crate) async fn start(
        wellhead: &Wellhead,
        database: &Database,
        first: &Workload,
        limits: Limits,
        directory: &Path,
    ) -> anyhow::Result<(Self, Duration)> {
        let address = free_address()?;
        let log = directory.join(format!("{}.log", database.engine().name()));
        let listen = address.to_string();
        let mut command = wellhead.command(database, &["serve", "--listen", &listen]);
        if limits == Limits::Lifted {
            command.env("WELLHEAD_REQUESTS_PER_SECOND", "0");
        }
        command.stderr(File::options().create(true).append(true).open(&log)?);
        let began = Instant::now();
        let process = command.spawn()?;
        let pid = process.id().context("the service is gone at once")?;
        let mut service = Self {
            process,
            pid,
            address,
            log,
        };
        let mut client = Client::over(service.connect(began).await?);
        client.ask_and_check(first).await?;
        Ok((service, began.elapsed()))
    }

    async fn connect(&mut self, began: Instant) -> anyhow::Result<Connection> {
        loop {
            if let Ok(connection) = Connection::open(self.address).await {
                return Ok(connection);
            }
            if let Some(status) = self.process.try_wait()? {
                bail!("the service ended with {status}: {}", self.last_words()?);
            }
            if began.elapsed() > PATIENCE {
                bail!("the service does not listen: {}", self.last_words()?);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The end of its log.
    fn last_words(&self) -> anyhow::Result<String> {
        let mut file = File::open(&self.log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(2_000)))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        Ok(String::from_utf8_lossy(&end).into_owned())
    }

    /// Discards its log: it logs every request, which fills a disk in a long run.
    pub(crate) fn truncate_log(&self) -> anyhow::Result<()> {
        Ok(File::options().write(true).open(&self.log)?.set_len(0)?)
    }

    pub(crate) async fn stop(&mut self) -> anyhow::Result<()> {
        Ok(self.process.kill().await?)
    }
}

/// A free address. Letting the service choose would make this depend on the format of its log.
pub(crate) fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}
