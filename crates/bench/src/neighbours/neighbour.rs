use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout_at};

use crate::client::Connection;
use crate::drive::Workload;
use crate::ledger::Tenant;
use crate::operation::Operation;
use crate::request::{JSON_API, post};
use crate::statistics::Latencies;

/// Each sends ten requests a second.
const CLIENTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);
/// How long after the last request is due its answer may come.
const GRACE: Duration = Duration::from_secs(10);

/// What a client asks for in turn.
const MIX: [Wish; 10] = [
    Wish::About(Operation::Retrieve),
    Wish::About(Operation::CreateTogether),
    Wish::About(Operation::WorkspaceList),
    Wish::About(Operation::Retrieve),
    Wish::NewPerson,
    Wish::About(Operation::PersonLinks),
    Wish::About(Operation::Retrieve),
    Wish::About(Operation::CreateTogether),
    Wish::About(Operation::WorkspaceList),
    Wish::About(Operation::Retrieve),
];

#[derive(Debug, Clone, Copy)]
enum Wish {
    About(Operation),
    NewPerson,
}

/// A tenant with a few clients that ask for little.
#[derive(Clone)]
pub(super) struct Neighbour {
    tenant: Tenant,
    token: String,
}

/// What it got.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noticed {
    /// From when a request was due, so that waiting for earlier ones counts.
    pub(crate) latencies: Latencies,
    /// Answers with 429, with 500 or more, and none.
    pub(crate) refused: u32,
    pub(crate) failed: u32,
    pub(crate) unanswered: u32,
}

impl Neighbour {
    /// A tenant that others write to, too, as `workload` knows its key.
    pub(super) fn new(workload: &Workload) -> Self {
        let tenant = &workload.ledger.writers()[0];
        Self {
            tenant: tenant.clone(),
            token: workload.token(tenant).to_owned(),
        }
    }

    /// Asks at a steady rate.
    pub(super) async fn ask(
        &self,
        address: SocketAddr,
        duration: Duration,
    ) -> anyhow::Result<Noticed> {
        let began = Instant::now();
        let mut clients = JoinSet::new();
        for number in 0..CLIENTS {
            let client = Client {
                neighbour: self.clone(),
                address,
                connection: None,
                rng: StdRng::from_rng(&mut rand::rng()),
            };
            let first = began + PAUSE * number / CLIENTS;
            clients.spawn(client.ask(first, began + duration));
        }
        let mut all = Noticed::default();
        while let Some(noticed) = clients.join_next().await {
            all.append(noticed??);
        }
        Ok(all)
    }
}

impl Noticed {
    fn append(&mut self, other: Self) {
        self.latencies.append(other.latencies);
        self.refused += other.refused;
        self.failed += other.failed;
        self.unanswered += other.unanswered;
    }
}

struct Client {
    neighbour: Neighbour,
    address: SocketAddr,
    connection: Option<Connection>,
    rng: StdRng,
}

impl Client {
    async fn ask(mut self, first: Instant, until: Instant) -> anyhow::Result<Noticed> {
        let mut noticed = Noticed::default();
        let mut due = first;
        let mut wishes = MIX.iter().cycle();
        while due < until {
            sleep_until(due.into()).await;
            let wish = wishes.next().expect("a cycle has no end");
            match timeout_at((until + GRACE).into(), self.answer(*wish)).await {
                Ok(Ok(status)) if (200..300).contains(&status) => {}
                Ok(Ok(429)) => noticed.refused += 1,
                Ok(Ok(500..)) => noticed.failed += 1,
                Ok(Ok(status)) => bail!("{wish:?} answers {status}"),
                Ok(Err(_)) | Err(_) => {
                    noticed.unanswered += 1;
                    self.connection = None;
                }
            }
            noticed.latencies.push(due.elapsed());
            due += PAUSE;
        }
        Ok(noticed)
    }

    /// The status of the answer, which is checked if it is known what it has to be.
    async fn answer(&mut self, wish: Wish) -> anyhow::Result<u16> {
        let Neighbour { tenant, token } = &self.neighbour;
        let mut request = Vec::with_capacity(1_024);
        let question = match wish {
            Wish::About(operation) => {
                let question = operation.question(std::slice::from_ref(tenant), &mut self.rng);
                question.write_request(token, &mut request);
                Some(question)
            }
            Wish::NewPerson => {
                request = new_person(token).into();
                None
            }
        };
        let mut connection = match self.connection.take() {
            Some(connection) if !connection.is_closed() => connection,
            _ => Connection::open(self.address).await?,
        };
        let response = connection.exchange(&request).await?;
        let (status, is_last) = (response.status, response.is_last());
        if let (200..300, Wish::About(operation), Some(question)) = (status, wish, question) {
            // Others write to its lists.
            if operation == Operation::Retrieve || operation.creates() {
                question.check(response).context("a neighbour's answer")?;
            }
        }
        if !is_last {
            self.connection = Some(connection);
        }
        Ok(status)
    }
}

fn new_person(token: &str) -> String {
    let body = "{\"data\":{\"type\":\"people\",\"attributes\":{\"first_name\":\"Ada\",\"last_name\":\"Neighbour\"}}}";
    post("/v1/people", token, JSON_API, body)
}
