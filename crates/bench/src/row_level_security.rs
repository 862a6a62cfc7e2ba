//! What row-level security costs: the service's own statements, as the role that it binds and as the owner whom
//! it does not, under the same planner settings.

use std::error::Error;
use std::time::{Duration, Instant};

use anyhow::Context;
use bytes::BytesMut;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Statement as Prepared};

use crate::database::connect;
use crate::operation::Operation;
use crate::statements::{Request, Seen, Statement};
use crate::statistics::Latencies;

/// What an operation's statements cost.
#[derive(Debug, Clone)]
pub(crate) struct Cost {
    pub(crate) operation: Operation,
    /// How many statements a request comes to.
    pub(crate) statements: usize,
    /// The median of a request's statements, in milliseconds.
    pub(crate) with: f64,
    pub(crate) without: f64,
}

impl Cost {
    pub(crate) fn ratio(&self) -> f64 {
        self.with / self.without
    }
}

/// How often each request is done over, each time on both sides.
const ROUNDS: usize = 10;

/// Does what the service was `seen` to do, by turns with and without.
pub(crate) async fn measure(
    url: &str,
    operations: &[Operation],
    seen: &Seen,
) -> anyhow::Result<Vec<Cost>> {
    let bound = session(url, &seen.session).await?;
    let owner = session(url, &seen.session).await?;
    owner.batch_execute("RESET ROLE").await?;
    let policed = policed(&owner).await?;
    let mut costs = Vec::new();
    for (operation, requests) in operations.iter().zip(&seen.requests) {
        let sample = requests.first().context("a request was seen")?;
        let mut with = Side::new(&bound, sample, &policed).await?;
        let mut without = Side::new(&owner, sample, &policed).await?;
        for round in 0..ROUNDS {
            for request in requests {
                // The first that comes may find pages that the other has fetched.
                if round.is_multiple_of(2) {
                    with.replay(request).await?;
                    without.replay(request).await?;
                } else {
                    without.replay(request).await?;
                    with.replay(request).await?;
                }
            }
        }
        costs.push(Cost {
            operation: *operation,
            statements: sample.len(),
            with: with.latencies.percentile(50),
            without: without.latencies.percentile(50),
        });
    }
    Ok(costs)
}

async fn session(url: &str, first: &str) -> anyhow::Result<Client> {
    let client = connect(url).await?;
    client.batch_execute(first).await?;
    Ok(client)
}

/// The tables that have policies.
async fn policed(client: &Client) -> anyhow::Result<Vec<String>> {
    let sql = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity";
    let rows = client.query(sql, &[]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// One of the two sides.
struct Side<'c> {
    client: &'c Client,
    steps: Vec<Step>,
    latencies: Latencies,
}

enum Step {
    /// Part of the frame, which this has of its own.
    Skipped,
    /// Done, but no policy has to do with it: the workspace's setting, above all.
    Untimed(Prepared),
    Timed(Prepared),
}

impl<'c> Side<'c> {
    async fn new(client: &'c Client, sample: &Request, policed: &[String]) -> anyhow::Result<Self> {
        let mut steps = Vec::new();
        for Statement { sql, .. } in sample {
            let first = sql.split_whitespace().next().unwrap_or_default();
            if ["BEGIN", "START", "COMMIT"].contains(&first) {
                steps.push(Step::Skipped);
                continue;
            }
            let prepared = client.prepare(sql).await.with_context(|| sql.clone())?;
            steps.push(if policed.iter().any(|table| sql.contains(&**table)) {
                Step::Timed(prepared)
            } else {
                Step::Untimed(prepared)
            });
        }
        Ok(Self {
            client,
            steps,
            latencies: Latencies::default(),
        })
    }

    /// Does a request over, and undoes it.
    async fn replay(&mut self, request: &Request) -> anyhow::Result<()> {
        self.client.batch_execute("BEGIN").await?;
        let mut taken = Duration::ZERO;
        for (step, statement) in self.steps.iter().zip(request) {
            let (prepared, counts) = match step {
                Step::Skipped => continue,
                Step::Untimed(prepared) => (prepared, false),
                Step::Timed(prepared) => (prepared, true),
            };
            let parameters: Vec<_> = statement.parameters.iter().map(Text).collect();
            let parameters: Vec<&(dyn ToSql + Sync)> = parameters
                .iter()
                .map(|it| it as &(dyn ToSql + Sync))
                .collect();
            let began = Instant::now();
            let done = self.client.query(prepared, &parameters).await;
            if counts {
                taken += began.elapsed();
            }
            done.with_context(|| format!("{statement:?}"))?;
        }
        self.client.batch_execute("ROLLBACK").await?;
        self.latencies.push(taken);
        Ok(())
    }
}

/// A parameter of any type, as the log has it.
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
