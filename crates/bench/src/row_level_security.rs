//! What row-level security costs: the service's own statements, run as its role and as a role with the same rights
//! that policies do not apply to, under the same planner settings.
//!
//! They are sent like the service sends them, without waiting for each other. Waiting for one statement takes some
//! hundredths of a millisecond, and waking up the waiting process takes as long again, or twice as long, at random.

use std::error::Error;
use std::time::Instant;

use anyhow::Context;
use bytes::BytesMut;
use futures_util::future::try_join_all;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Statement as Prepared};

use crate::database::connect;
use crate::operation::Operation;
use crate::statements::{BECOME_SERVICE, Request, Seen, Statement};
use crate::statistics::median;

/// What an operation's statements cost.
#[derive(Debug, Clone)]
pub(crate) struct Cost {
    pub(crate) operation: Operation,
    /// The number of statements per request.
    pub(crate) statements: usize,
    /// The time per request on a busy connection, in milliseconds: the median of the rounds' means.
    pub(crate) with: f64,
    pub(crate) without: f64,
}

impl Cost {
    pub(crate) fn ratio(&self) -> f64 {
        self.with / self.without
    }
}

/// The owner would not do: a superuser's statements skip the permission checks that everyone else's go through.
fn become_unbound(session: &str) -> anyhow::Result<String> {
    let service = session
        .strip_prefix(BECOME_SERVICE)
        .and_then(|rest| rest.split_once(';'));
    let (service, _) = service.context("a session begins with the service's role")?;
    Ok(format!(
        "RESET ROLE; \
         DROP ROLE IF EXISTS wellhead_bench_unbound; \
         CREATE ROLE wellhead_bench_unbound BYPASSRLS IN ROLE {service}; \
         SET ROLE wellhead_bench_unbound"
    ))
}

const UNDO: &str = "RESET ROLE; DROP ROLE wellhead_bench_unbound";

/// How often the requests are repeated, each time on both sides.
const ROUNDS: usize = 201;

/// Repeats the requests that were `seen`, alternating with and without policies.
pub(crate) async fn measure(
    url: &str,
    operations: &[Operation],
    seen: &Seen,
) -> anyhow::Result<Vec<Cost>> {
    let bound = session(url, &seen.session).await?;
    let unbound = session(url, &seen.session).await?;
    unbound
        .batch_execute(&become_unbound(&seen.session)?)
        .await?;
    let mut costs = Vec::new();
    for (operation, requests) in operations.iter().zip(&seen.requests) {
        let sample = requests.first().context("a request was seen")?;
        let mut with = Side::new(&bound, sample).await?;
        let mut without = Side::new(&unbound, sample).await?;
        for round in 0..ROUNDS {
            // Alternate, because the second side may find pages that the first has fetched.
            if round.is_multiple_of(2) {
                with.replay(requests).await?;
                without.replay(requests).await?;
            } else {
                without.replay(requests).await?;
                with.replay(requests).await?;
            }
        }
        costs.push(Cost {
            operation: *operation,
            statements: with.steps.iter().flatten().count(),
            with: median(with.millis),
            without: median(without.millis),
        });
    }
    unbound.batch_execute(UNDO).await?;
    Ok(costs)
}

async fn session(url: &str, first: &str) -> anyhow::Result<Client> {
    let client = connect(url).await?;
    client.batch_execute(first).await?;
    Ok(client)
}

/// One of the two sides.
struct Side<'c> {
    client: &'c Client,
    /// The statements of a request; `None` stands for the surrounding ones, of which each side has its own.
    steps: Vec<Option<Prepared>>,
    /// Milliseconds per request in each round.
    millis: Vec<f64>,
}

impl<'c> Side<'c> {
    async fn new(client: &'c Client, sample: &Request) -> anyhow::Result<Self> {
        let mut steps = Vec::new();
        for Statement { sql, .. } in sample {
            // A transaction may begin together with its settings.
            let first = sql.split([' ', ';']).next().unwrap_or_default();
            let step = if ["BEGIN", "START", "COMMIT"].contains(&first) {
                None
            } else {
                Some(client.prepare(sql).await.with_context(|| sql.clone())?)
            };
            steps.push(step);
        }
        Ok(Self {
            client,
            steps,
            millis: Vec::new(),
        })
    }

    /// Repeats the requests, and undoes them.
    async fn replay(&mut self, requests: &[Request]) -> anyhow::Result<()> {
        let statements = requests
            .iter()
            .flat_map(|request| self.steps.iter().zip(request));
        let statements =
            statements.filter_map(|(step, statement)| Some((step.as_ref()?, statement)));
        let client = self.client;
        let sent = statements.map(async |(prepared, statement)| {
            let parameters: Vec<_> = statement.parameters.iter().map(Text).collect();
            let parameters: Vec<&(dyn ToSql + Sync)> = parameters
                .iter()
                .map(|it| it as &(dyn ToSql + Sync))
                .collect();
            let done = client.query(prepared, &parameters).await;
            done.with_context(|| format!("{statement:?}"))
        });
        self.client.batch_execute("BEGIN").await?;
        let began = Instant::now();
        try_join_all(sent).await?;
        let taken = began.elapsed();
        self.client.batch_execute("ROLLBACK").await?;
        let count = u32::try_from(requests.len())?;
        self.millis
            .push(taken.as_secs_f64() * 1e3 / f64::from(count));
        Ok(())
    }
}

/// A parameter of any type, as it appears in the log.
#[derive(Debug)]
struct Text<'a>(&'a Option<String>);

impl ToSql for Text<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let Some(text) = self.0 else {
            return Ok(IsNull::Yes);
        };
        out.extend_from_slice(text.as_bytes());
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}
