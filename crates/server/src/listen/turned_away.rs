use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use wellhead_core::measured::LIMITS_HIT;

use super::caps::Full;

/// How many are told at a time why they are turned away. Others see their connection closed.
const TOLD: usize = 64;

/// How long telling one may take.
const BRIEFLY: Duration = Duration::from_secs(1);

/// Turns connections away.
pub(super) struct Door(Arc<Semaphore>);

impl Default for Door {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(TOLD)))
    }
}

impl Door {
    /// Answers 503, whatever is asked, and closes the connection.
    pub(super) fn tell(&self, stream: TcpStream, full: Full) {
        tracing::debug!(?full, "a connection is turned away");
        let limit = match full {
            Full::InAll => "connections",
            Full::FromOneAddress => "connections_per_address",
        };
        LIMITS_HIT.add(1, [limit.into()]);
        let Ok(permit) = Arc::clone(&self.0).try_acquire_owned() else {
            return;
        };
        tokio::spawn(async move {
            let _ = timeout(BRIEFLY, answer(stream, full)).await;
            drop(permit);
        });
    }
}

async fn answer(mut stream: TcpStream, full: Full) -> std::io::Result<()> {
    let detail = match full {
        Full::InAll => "all connections are taken; try again shortly",
        Full::FromOneAddress => {
            "this address has as many connections as one may have; use them again instead of opening more"
        }
    };
    let document = format!(
        r#"{{"jsonapi":{{"version":"1.1"}},"errors":[{{"status":"503","code":"too_many_connections","title":"There are too many connections","detail":"{detail}"}}]}}"#
    );
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/vnd.api+json\r\nContent-Length: {}\r\n\
         Retry-After: 1\r\nConnection: close\r\n\r\n",
        document.len()
    );
    stream.write_all((head + &document).as_bytes()).await?;
    stream.shutdown().await?;
    // Closing with something unread would take the answer back.
    let mut unread = [0; 1_024];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}
