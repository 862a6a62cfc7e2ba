//! The ceiling: what the database does with nothing in front of it. pgbench runs the best single statement for each
//! operation, prepared, as the owner, to whom row-level security does not apply.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::process::Command;
use tokio_postgres::{Client, SimpleQueryMessage};

use crate::database::connect;
use crate::ledger::{CONNECTORS, Id, Ledger};
use crate::operation::{Operation, Question};

/// The pgbench program, and a script for each operation.
pub(crate) struct Ceiling {
    pgbench: PathBuf,
    scripts: PathBuf,
    url: String,
    variables: Vec<String>,
    first_writer: u32,
}

/// One plan for all parameters, which is as good as any: planning each time costs more than it gains.
const SETTINGS: &str = "-c plan_cache_mode=force_generic_plan -c jit=off";

const fn script(operation: Operation) -> (&'static str, &'static str) {
    match operation {
        Operation::Retrieve => ("retrieve.sql", include_str!("../ceiling/retrieve.sql")),
        Operation::PersonLinks => (
            "person_links.sql",
            include_str!("../ceiling/person_links.sql"),
        ),
        Operation::WorkspaceList => (
            "workspace_list.sql",
            include_str!("../ceiling/workspace_list.sql"),
        ),
        Operation::TimeRange => ("time_range.sql", include_str!("../ceiling/time_range.sql")),
        Operation::Create | Operation::CreateTogether => {
            ("create.sql", include_str!("../ceiling/create.sql"))
        }
    }
}

/// Does some work while links that the owner inserts are not counted. The service counts its own without these triggers, so a
/// bound that paid for them would be too low. Older versions have one of them, or none.
pub(crate) async fn uncounted<T>(url: &str, work: impl Future<Output = T>) -> anyhow::Result<T> {
    let client = connect(url).await?;
    let triggers = |turn| {
        let each = ["counted_made", "noted_made"].map(|trigger| {
            format!(
                "DO $$ BEGIN \
                   ALTER TABLE core_api.people_workspace_connectors {turn} TRIGGER {trigger}; \
                 EXCEPTION WHEN undefined_object THEN NULL; END $$"
            )
        });
        each.join(";")
    };
    client.batch_execute(&triggers("DISABLE")).await?;
    let done = work.await;
    client.batch_execute(&triggers("ENABLE")).await?;
    Ok(done)
}

impl Ceiling {
    pub(crate) fn new(
        programs: &Path,
        url: &str,
        ledger: &Ledger,
        directory: &Path,
    ) -> anyhow::Result<Self> {
        for operation in Operation::ALL {
            let (name, text) = script(operation);
            std::fs::write(directory.join(name), text)?;
        }
        let (readers, writers) = (ledger.readers(), ledger.writers());
        let first = readers.first().context("there is a workspace to read")?;
        let bounds = writers.first().zip(writers.last());
        let (first_writer, last_writer) = bounds.context("there is a workspace to write to")?;
        let variables = [
            ("workspaces", i64::try_from(readers.len())?),
            ("first_writer", first_writer.number.into()),
            ("last_writer", last_writer.number.into()),
            ("links", first.links.into()),
            ("people", first.people.into()),
            ("connectors", CONNECTORS.into()),
            ("range", first.range().into()),
            ("beginning", first.time(0)),
            ("step", first.step()),
        ];
        Ok(Self {
            pgbench: programs.join("pgbench"),
            scripts: directory.to_owned(),
            url: url.to_owned(),
            variables: variables
                .into_iter()
                .map(|(name, value)| format!("--define={name}={value}"))
                .collect(),
            first_writer: first_writer.number,
        })
    }

    /// Runs pgbench. What it inserts is not counted.
    pub(crate) async fn measure(
        &self,
        operation: Operation,
        clients: u32,
        seconds: u32,
    ) -> anyhow::Result<Measured> {
        let (name, _) = script(operation);
        let together = (operation == Operation::CreateTogether)
            .then(|| format!("--define=last_writer={}", self.first_writer));
        let run = Command::new(&self.pgbench)
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=1"])
            .arg(format!("--client={clients}"))
            .arg(format!("--time={seconds}"))
            .args(&self.variables)
            .args(together)
            .arg("--file")
            .arg(self.scripts.join(name))
            .arg(&self.url)
            .env("PGOPTIONS", SETTINGS)
            .output();
        let output = match operation {
            _ if operation.creates() => uncounted(&self.url, run).await?,
            _ => run.await,
        };
        let output = output.with_context(|| format!("{} cannot be run", self.pgbench.display()))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        ensure!(
            output.status.success() && said.contains("failed transactions: 0 "),
            "pgbench failed at {name}: {said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        Measured::read(&said).with_context(|| format!("pgbench says something else: {said}"))
    }

    /// Checks that the statements find what the service has to find.
    pub(crate) async fn check(&self, ledger: &Ledger) -> anyhow::Result<()> {
        let client = connect(&self.url).await?;
        let mut rng = StdRng::seed_from_u64(1);
        for operation in Operation::ALL {
            for _ in 0..20 {
                let question = operation.question(operation.tenants(ledger), &mut rng);
                check(&client, operation, &question)
                    .await
                    .with_context(|| format!("the ceiling of {}", operation.name()))?;
            }
        }
        Ok(())
    }
}

async fn check(
    client: &Client,
    operation: Operation,
    question: &Question<'_>,
) -> anyhow::Result<()> {
    let (_, text) = script(operation);
    let statement = text.lines().filter(|line| !line.starts_with('\\'));
    let mut sql = statement.collect::<Vec<_>>().join("\n");
    for (name, value) in question.variables() {
        sql = sql.replace(&format!(":{name}"), &format!("'{value}'"));
    }
    let sql = format!("BEGIN; {sql} ROLLBACK");
    let mut found = Vec::new();
    let mut changed = 0;
    for message in client.simple_query(&sql).await? {
        match message {
            SimpleQueryMessage::Row(row) => found.extend(row.get(0).map(str::to_owned)),
            SimpleQueryMessage::CommandComplete(rows) => changed += rows,
            _ => {}
        }
    }
    let Some(links) = question.links() else {
        ensure!(changed == 1, "{changed} links were made");
        return Ok(());
    };
    let expected = links
        .iter()
        .map(|link| Id::Link.of(link.number).to_string());
    let expected: Vec<_> = expected.collect();
    ensure!(found == expected, "{found:?} instead of {expected:?}");
    Ok(())
}

/// pgbench's figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measured {
    pub(crate) requests: f64,
    pub(crate) per_second: f64,
}

impl Measured {
    fn read(said: &str) -> Option<Self> {
        let number = |after: &str| {
            let (_, rest) = said.split_once(after)?;
            rest.split_whitespace().next()?.parse().ok()
        };
        Some(Self {
            requests: number("transactions actually processed: ")?,
            per_second: number("tps = ")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pgbench_is_understood() {
        let said = "number of transactions actually processed: 120\n\
                    number of failed transactions: 0 (0.000%)\n\
                    tps = 59.5 (without initial connection time)\n";
        let measured = Measured {
            requests: 120.0,
            per_second: 59.5,
        };
        assert_eq!(Measured::read(said), Some(measured));
        assert_eq!(Measured::read("pgbench: error"), None);
    }
}
