//! The feed of changes: how fast one follower reads it, and how far behind a bulk delivery it is.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::sync::watch;

use crate::client::Connection;
use crate::delivery::http;
use crate::ledger::Ledger;
use crate::request::get;

const PAGE: &str = "/v1/changes?page%5Bsize%5D=1000";

/// What was measured on one engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feed {
    /// Changes per second that one follower reads from the beginning.
    pub(crate) read: f64,
    /// From the end of a bulk delivery until its last change was read by a follower.
    pub(crate) lag: Duration,
}

/// Delivers a row for each person to the connector `index` while somebody follows, and then reads all changes.
pub(crate) async fn measure(
    address: SocketAddr,
    token: &str,
    ledger: &Ledger,
    index: u32,
) -> anyhow::Result<Feed> {
    let tenant = ledger.delivery();
    let (delivered, is_delivered) = watch::channel(None);
    let follower = tokio::spawn(follow(address, token.to_owned(), is_delivered));
    http::deliver(address, token, tenant, index).await?;
    let ended = Instant::now();
    delivered.send_replace(Some(ended));
    let lag = follower.await??;

    let began = Instant::now();
    let mut reader = Reader::open(address, token, PAGE.to_owned()).await?;
    let mut all = 0;
    loop {
        let read = reader.page().await?;
        if read == 0 {
            break;
        }
        all += read;
    }
    ensure!(
        u64::from(tenant.people) <= all,
        "the feed has {all} changes, fewer than were delivered"
    );
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^52")]
    let read = all as f64 / began.elapsed().as_secs_f64();
    Ok(Feed { read, lag })
}

/// Follows from the end of the feed on; returns how long after the delivery it has read everything.
async fn follow(
    address: SocketAddr,
    token: String,
    delivered: watch::Receiver<Option<Instant>>,
) -> anyhow::Result<Duration> {
    let mut reader =
        Reader::open(address, &token, "/v1/changes?page%5Bsize%5D=1".to_owned()).await?;
    reader.go_to_the_end().await?;
    loop {
        let ended = *delivered.borrow();
        let read = reader.page().await?;
        if read == 0 {
            match ended {
                Some(ended) => return Ok(ended.elapsed()),
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }
}

/// Reads page after page.
struct Reader<'t> {
    connection: Connection,
    token: &'t str,
    next: String,
}

impl<'t> Reader<'t> {
    async fn open(address: SocketAddr, token: &'t str, next: String) -> anyhow::Result<Self> {
        Ok(Self {
            connection: Connection::open(address).await?,
            token,
            next,
        })
    }

    async fn get(&mut self) -> anyhow::Result<Value> {
        let request = get(&self.next, self.token);
        let response = self.connection.exchange(request.as_bytes()).await?;
        ensure!(
            response.status == 200,
            "{} answers {}",
            self.next,
            response.status
        );
        Ok(serde_json::from_slice(response.body)?)
    }

    /// Reads a page, and returns how many changes it has.
    async fn page(&mut self) -> anyhow::Result<u64> {
        let page = self.get().await?;
        let next = page["links"]["next"].as_str().context("a page leads on")?;
        next.clone_into(&mut self.next);
        let changes = page["data"].as_array().context("a page has changes")?;
        Ok(u64::try_from(changes.len())?)
    }

    async fn go_to_the_end(&mut self) -> anyhow::Result<()> {
        let page = self.get().await?;
        let end = page["meta"]["end"].as_str().context("a feed has an end")?;
        self.next = format!("{PAGE}&page%5Bafter%5D={end}");
        Ok(())
    }
}
