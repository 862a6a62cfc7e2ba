use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::sleep;

use super::plan::{Manner, Plan};
use super::tally::Tally;
use crate::client::Connection;

/// Before another connection takes the place of one that was closed early.
const PAUSE: Duration = Duration::from_millis(10);
/// The same, if there was nothing to answer.
const HELD_PAUSE: Duration = Duration::from_secs(1);
/// Little of an answer that nobody reads is in the attacker's own system.
const LITTLE: u32 = 4_096;

/// One of the attacker's clients, with one connection at a time.
pub(super) struct Client {
    address: SocketAddr,
    number: u32,
    /// The next request.
    turn: u32,
    plan: Arc<Plan>,
    tally: Arc<Tally>,
}

impl Client {
    pub(super) fn new(
        address: SocketAddr,
        number: u32,
        plan: Arc<Plan>,
        tally: Arc<Tally>,
    ) -> Self {
        Self {
            address,
            number,
            turn: 0,
            plan,
            tally,
        }
    }

    /// Does its part until somebody ends it. Being thrown out is part of it.
    pub(super) async fn attack(mut self) {
        loop {
            let ended = match self.plan.manner {
                Manner::Answered => self.answered().await,
                Manner::AnsweredOnce => self.answered_once().await,
                Manner::HungUp(after) => self.hung_up(after).await,
                Manner::Unread => self.unread().await,
                Manner::Held => self.held().await,
            };
            if ended.is_err() {
                sleep(PAUSE).await;
            }
        }
    }

    /// The next request; waits for ever after the last one.
    async fn next(&mut self) -> Bytes {
        if self.plan.most.is_some_and(|most| self.turn >= most) {
            std::future::pending::<()>().await;
        }
        if let Some(all) = &self.plan.together {
            all.wait().await;
        }
        let request = (self.plan.request)(self.number, self.turn);
        self.turn += 1;
        self.tally.begin();
        request
    }

    async fn answered(&mut self) -> anyhow::Result<()> {
        let mut connection = Connection::over(self.connect(None).await?)?;
        loop {
            let request = self.next().await;
            let response = connection.exchange(&request).await?;
            self.tally.end(response.status);
            if response.is_last() {
                return Ok(());
            }
        }
    }

    async fn answered_once(&mut self) -> anyhow::Result<()> {
        let connection = Connection::over(self.connect(None).await?)?;
        let request = self.next().await;
        let (status, _) = connection.exchange_last(&request, b"").await?;
        self.tally.end(status);
        Ok(())
    }

    async fn hung_up(&mut self, after: Duration) -> anyhow::Result<()> {
        let mut stream = self.connect(None).await?;
        stream.write_all(&self.next().await).await?;
        sleep(after).await;
        Ok(())
    }

    /// Asks until nothing more is taken, and waits to be thrown out.
    async fn unread(&mut self) -> anyhow::Result<()> {
        let mut stream = self.connect(Some(LITTLE)).await?;
        loop {
            stream.write_all(&self.next().await).await?;
        }
    }

    /// Begins something, and waits to be thrown out.
    async fn held(&mut self) -> anyhow::Result<()> {
        let mut stream = self.connect(None).await?;
        stream.write_all(&self.next().await).await?;
        let mut answer = Vec::new();
        // Without an answer, or reset instead of closed: both are ends.
        let _ended = stream.read_to_end(&mut answer).await;
        if let Some(status) = status(&answer) {
            self.tally.end(status);
        }
        sleep(HELD_PAUSE).await;
        Ok(())
    }

    async fn connect(&self, receives: Option<u32>) -> io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        if let Some(bytes) = receives {
            socket.set_recv_buffer_size(bytes)?;
        }
        socket.bind((source(self.number), 0).into())?;
        socket.connect(self.address).await
    }
}

/// Where a client comes from: every fourth from the neighbour's own address, the others from a dozen more.
fn source(number: u32) -> IpAddr {
    let last = match number % 16 {
        of_neighbour if of_neighbour % 4 == 0 => 1,
        other => 1 + u8::try_from(other).unwrap_or(1),
    };
    Ipv4Addr::new(127, 0, 0, last).into()
}

fn status(answer: &[u8]) -> Option<u16> {
    let digits = answer.strip_prefix(b"HTTP/1.1 ")?.get(..3)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_quarter_comes_from_the_neighbours_address() {
        let mut clients = BTreeMap::new();
        for number in 0..1_600 {
            *clients.entry(source(number)).or_insert(0) += 1;
        }
        assert_eq!(clients.remove(&Ipv4Addr::LOCALHOST.into()), Some(400));
        assert_eq!(clients.len(), 12);
        assert!(clients.values().all(|count| *count == 100));
    }

    #[test]
    fn an_answer_has_a_status() {
        assert_eq!(status(b"HTTP/1.1 408 Request Timeout\r\n"), Some(408));
        assert_eq!(status(b""), None);
        assert_eq!(status(b"HTTP/1.1"), None);
    }
}
