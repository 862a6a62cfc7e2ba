//! A benchmark, from an empty server to a document.

mod findings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use findings::Findings;
use tempfile::TempDir;

use crate::attack::Attack;
use crate::ceiling::Ceiling;
use crate::database::Engine;
use crate::delivery::{Deliveries, Way};
use crate::drive::{Whom, Workload};
use crate::feed;
use crate::growth;
use crate::ledger::Ledger;
use crate::neighbours::Neighbours;
use crate::operation::Operation;
use crate::operations;
use crate::part::Part;
use crate::peers;
use crate::process::Memory;
use crate::report::{self, Document};
use crate::row_level_security::Cost;
use crate::scale::Scale;
use crate::stage::{Stage, step};
use crate::wellhead::Wellhead;
use crate::{bytes, cold, row_level_security, statements, steady};

/// What a benchmark measures, and with what.
#[derive(Debug)]
pub(crate) struct Benchmark {
    pub(crate) server: String,
    pub(crate) programs: PathBuf,
    pub(crate) wellhead: PathBuf,
    /// Another one, to compare what neighbours notice.
    pub(crate) before: Option<PathBuf>,
    /// This program.
    pub(crate) this: PathBuf,
    pub(crate) scale: Scale,
    pub(crate) delivery: Option<Way>,
    pub(crate) parts: Vec<Part>,
    /// How long the steady load lasts.
    pub(crate) minutes: u32,
    /// What neighbours may notice.
    pub(crate) attacks: Vec<Attack>,
    /// Restarts the server.
    pub(crate) restart: Option<PathBuf>,
    pub(crate) document: PathBuf,
}

impl Benchmark {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        // Find out before measuring whether the document can be written.
        let mut document = Document::open(&self.document)?;
        let wellhead = Wellhead {
            program: self.wellhead.clone(),
        };
        if self.has(Part::Peers) {
            step("installing the peers", peers::install()).await?;
        }
        let ledger = Ledger::new(self.scale);
        let machine = report::machine(&wellhead, &self.server, self.scale, &ledger).await?;
        document.replace("machine", &machine)?;

        let directory = TempDir::with_prefix("wellhead-bench.")?;
        let directory = directory.path();
        let starts = self.scale.repetitions;
        let mut stage = Stage::set(&wellhead, &self.server, ledger, starts, directory).await?;
        let mut findings = self.measure(&wellhead, &mut stage, directory).await?;
        stage.strike().await?;

        let targets = findings.sections(self.scale, &mut document)?;
        document.write(&self.document)?;
        println!("{targets}\nwritten to {}", self.document.display());
        Ok(())
    }

    fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    async fn measure(
        &self,
        wellhead: &Wellhead,
        stage: &mut Stage,
        directory: &Path,
    ) -> anyhow::Result<Findings> {
        let ledger = &Arc::clone(&stage.ledger);
        let url = stage.postgres.database.url();
        let ceiling = Ceiling::new(&self.programs, &url, ledger, directory)?;
        ceiling.check(ledger).await?;
        let way = if let Some(way) = self.delivery {
            way
        } else {
            let token = stage.postgres.delivery_token(ledger);
            Way::best(&stage.postgres.service, &token).await?
        };
        let mut findings = Findings::new(way);
        // First: later there are rows that were updated, and half-empty pages.
        if self.has(Part::Bytes) {
            findings.bytes = bytes::measure(stage).await?;
        }
        if self.has(Part::Operations) {
            step("warming up", self.warm_up(stage)).await?;
        }
        for repetition in 0..self.scale.repetitions {
            let number = repetition + 1;
            if self.has(Part::Operations) {
                let all = self.operations(stage, &ceiling, &mut findings);
                step(&format!("operations, {number}"), all).await?;
            }
            if self.has(Part::Delivery) {
                let rows = self.deliver(wellhead, stage, directory, repetition, &mut findings);
                step(&format!("delivery, {number}"), rows).await?;
            }
        }
        if self.has(Part::Growth) {
            let grown = growth::measure(wellhead, stage, self.scale);
            findings.grown = step("growth", grown).await?;
        }
        if self.has(Part::Feed) {
            let feeds = self.feeds(stage, &mut findings);
            step("feed", feeds).await?;
        }
        findings.journal = bytes::of_journal(&stage.postgres.database).await?;
        for house in stage.houses() {
            let memory = Memory::of(house.service.pid)?;
            let engine = house.database.engine();
            let starts = house.starts.clone();
            findings.processes.push((engine, starts, memory));
        }
        if self.has(Part::RowLevelSecurity) {
            let costs = row_level_security(wellhead, stage, directory);
            findings.policies = step("row-level security", costs).await?;
        }
        if self.has(Part::Steady) {
            let steady = steady::measure(stage, self.minutes);
            findings.steady = step("steady", steady).await?;
        }
        // After everything that reads counts: they create links that nobody counts.
        if self.has(Part::Peers) {
            let contests = peers::measure(stage, self.scale, directory);
            findings.contests = step("peers", contests).await?;
        }
        if self.has(Part::Neighbours) {
            let before = self.before.clone().map(|program| Wellhead { program });
            let neighbours = Neighbours {
                attacks: &self.attacks,
                force: self.scale.force,
                wellhead,
                before: before.as_ref(),
                attacker: &self.this,
                directory,
            };
            findings.neighbours = neighbours.measure(stage).await?;
        }
        // Last, because the server is restarted.
        if self.has(Part::Cold) {
            let restart = self.restart.as_deref().context("cold needs --restart")?;
            let cold = cold::measure(wellhead, stage, self.scale, restart, directory);
            findings.cold = Some(step("cold", cold).await?);
        }
        Ok(findings)
    }

    /// Lets the services open their connections and prepare their statements.
    async fn warm_up(&self, stage: &Stage) -> anyhow::Result<()> {
        for house in stage.houses() {
            for operation in Operation::ALL {
                let workload = house.workload(&stage.ledger, operation);
                let subject = stage.subject(house);
                subject.measure(&workload, Duration::from_secs(1)).await?;
            }
        }
        Ok(())
    }

    async fn operations(
        &self,
        stage: &Stage,
        ceiling: &Ceiling,
        findings: &mut Findings,
    ) -> anyhow::Result<()> {
        let duration = self.scale.measurement();
        for (index, operation) in Operation::ALL.into_iter().enumerate() {
            let seconds = self.scale.seconds;
            let bound = operations::ceiling(ceiling, operation, seconds, stage.postmaster);
            let mut bounds = vec![bound.await?];
            for (house, (_, all)) in stage.houses().into_iter().zip(&mut findings.operations) {
                let workload = house.workload(&stage.ledger, operation);
                let measured = &mut all[index];
                measured.bytes = operations::bytes(&house.service, &workload).await?;
                let sample = stage.subject(house).measure(&workload, duration).await?;
                measured.samples.push(sample);
                if house.database.engine() == Engine::Sqlite {
                    let bare = operations::bare(&self.this, &workload, measured.bytes, duration);
                    bounds.push(bare.await?);
                }
            }
            for ((_, all), bound) in findings.operations.iter_mut().zip(bounds) {
                all[index].bounds.push(bound);
            }
        }
        Ok(())
    }

    async fn deliver(
        &self,
        wellhead: &Wellhead,
        stage: &Stage,
        directory: &Path,
        repetition: u32,
        findings: &mut Findings,
    ) -> anyhow::Result<()> {
        for (house, (_, rates)) in stage.houses().into_iter().zip(&mut findings.delivered) {
            let deliveries = Deliveries {
                ledger: &stage.ledger,
                wellhead,
                programs: &self.programs,
                directory,
                token: &house.delivery_token(&stage.ledger),
            };
            let (database, service) = (&house.database, &house.service);
            if database.engine() == Engine::Postgres {
                let rate = deliveries.past(database, repetition).await?;
                findings.copied.push(rate);
            }
            let through = deliveries.through(findings.way, database, service, repetition);
            rates.push(through.await?);
        }
        Ok(())
    }

    /// The connector after those of the deliveries has no links yet.
    async fn feeds(&self, stage: &Stage, findings: &mut Findings) -> anyhow::Result<()> {
        for house in stage.houses() {
            let (address, index) = (house.service.address, 2 * self.scale.repetitions);
            let token = house.delivery_token(&stage.ledger);
            let feed = feed::measure(address, &token, &stage.ledger, index).await?;
            findings.feeds.push((house.database.engine(), feed));
        }
        Ok(())
    }
}

async fn row_level_security(
    wellhead: &Wellhead,
    stage: &Stage,
    directory: &Path,
) -> anyhow::Result<Vec<Cost>> {
    let house = &stage.postgres;
    // Use one tenant, whose key stays cached between requests, as it is under load. Creates go to another, so that
    // the answers to lists stay known.
    let workloads = Operation::ALL.map(|operation| Workload {
        whom: Whom::One,
        ..house.workload(&stage.ledger, operation)
    });
    let seen = statements::listen(wellhead, &house.database, &workloads, directory)
        .await
        .context("listening to what the service sends")?;
    row_level_security::measure(&house.database.url(), &Operation::ALL, &seen).await
}
