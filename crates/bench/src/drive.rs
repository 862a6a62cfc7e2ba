//! Load: a few connections, each of which sends its next request as soon as it has an answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::task::JoinSet;

use crate::client::{Connection, Response};
use crate::ledger::{Ledger, Tenant};
use crate::operation::{Operation, Question};
use crate::peers::Peer;
use crate::statistics::Latencies;

/// One in this many answers is read and compared to the right one; the status is checked for all.
const SAMPLE: u32 = 100;

/// An answer that takes so long is checked, too: it may be an error that is told with a good status, such as GraphQL's.
const SLOW: Duration = Duration::from_millis(200);

/// What is asked, and with which keys.
#[derive(Clone)]
pub(crate) struct Workload {
    pub(crate) ledger: Arc<Ledger>,
    /// A key for each tenant.
    pub(crate) tokens: Arc<Vec<String>>,
    pub(crate) operation: Operation,
    pub(crate) whom: Whom,
    pub(crate) answerer: Answerer,
}

/// Which tenants to ask about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whom {
    /// All that suit the operation.
    All,
    /// The first of these.
    One,
}

/// Who answers: it decides how to ask, and what to expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answerer {
    Service,
    /// Always says the same, whatever the request.
    Bare,
    Peer(Peer),
}

impl Answerer {
    fn check(self, question: &Question<'_>, response: Response<'_>) -> anyhow::Result<()> {
        match self {
            Self::Service => question.check(response),
            Self::Bare => Ok(()),
            Self::Peer(peer) => peer.check(question, response),
        }
    }
}

/// The result.
#[derive(Debug)]
pub(crate) struct Driven {
    pub(crate) elapsed: Duration,
    pub(crate) latencies: Latencies,
}

impl Workload {
    pub(crate) fn tenants(&self) -> &[Tenant] {
        let all = self.operation.tenants(&self.ledger);
        match self.whom {
            Whom::All => all,
            Whom::One => &all[..1],
        }
    }

    pub(crate) fn token(&self, tenant: &Tenant) -> &str {
        let index = usize::try_from(tenant.number - 1).unwrap_or(usize::MAX);
        &self.tokens[index]
    }

    /// Sends requests to `address` over `connections` for `duration`.
    pub(crate) async fn drive(
        &self,
        address: SocketAddr,
        connections: u32,
        duration: Duration,
    ) -> anyhow::Result<Driven> {
        let began = Instant::now();
        let mut clients = JoinSet::new();
        for number in 0..connections {
            clients.spawn(self.clone().client(address, number, began + duration));
        }
        let mut latencies = Latencies::default();
        while let Some(ended) = clients.join_next().await {
            let ended = ended?.with_context(|| format!("asking for {}", self.operation.name()))?;
            latencies.append(ended);
        }
        Ok(Driven {
            elapsed: began.elapsed(),
            latencies,
        })
    }

    async fn client(
        self,
        address: SocketAddr,
        number: u32,
        deadline: Instant,
    ) -> anyhow::Result<Latencies> {
        let mut client = Client::open(address).await?;
        // Staggered, so that they do not all check at the same time.
        client.asked = number;
        let mut latencies = Latencies::default();
        while Instant::now() < deadline {
            latencies.push(client.ask(&self).await?);
        }
        Ok(latencies)
    }
}

/// One client, which sends one request after another.
pub(crate) struct Client {
    connection: Connection,
    rng: StdRng,
    request: Vec<u8>,
    asked: u32,
}

impl Client {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        Ok(Self::over(Connection::open(address).await?))
    }

    pub(crate) fn over(connection: Connection) -> Self {
        Self {
            connection,
            rng: StdRng::from_rng(&mut rand::rng()),
            request: Vec::with_capacity(1_024),
            asked: 0,
        }
    }

    /// Sends one request and returns how long the answer took; checks one in [`SAMPLE`].
    pub(crate) async fn ask(&mut self, workload: &Workload) -> anyhow::Result<Duration> {
        let is_sample = self.asked.is_multiple_of(SAMPLE);
        self.asked += 1;
        let (question, elapsed, response) = self.question(workload).await?;
        if is_sample || elapsed > SLOW {
            workload.answerer.check(&question, response)?;
        }
        Ok(elapsed)
    }

    /// Sends one request, checks the answer, and returns its length in bytes.
    pub(crate) async fn ask_and_check(&mut self, workload: &Workload) -> anyhow::Result<usize> {
        let (question, _, response) = self.question(workload).await?;
        workload.answerer.check(&question, response)?;
        Ok(response.body.len())
    }

    async fn question<'w>(
        &mut self,
        workload: &'w Workload,
    ) -> anyhow::Result<(Question<'w>, Duration, Response<'_>)> {
        let tenants = workload.tenants();
        let question = workload.operation.question(tenants, &mut self.rng);
        match workload.answerer {
            Answerer::Peer(peer) => peer.write_request(&question, &mut self.request),
            _ => question.write_request(workload.token(question.tenant), &mut self.request),
        }
        let began = Instant::now();
        let response = self.connection.exchange(&self.request).await?;
        let elapsed = began.elapsed();
        ensure!(
            (200..300).contains(&response.status),
            "{}: {}",
            response.status,
            String::from_utf8_lossy(response.body)
        );
        Ok((question, elapsed, response))
    }
}
