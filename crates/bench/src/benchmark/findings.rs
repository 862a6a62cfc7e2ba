use std::time::Duration;

use crate::bytes::Bytes;
use crate::cold::Cold;
use crate::database::Engine;
use crate::delivery::Way;
use crate::feed::Feed;
use crate::growth::Grown;
use crate::neighbours::Beside;
use crate::operation::Operation;
use crate::operations::Measured;
use crate::peers::Contest;
use crate::process::Memory;
use crate::report::{self, Document, Targets};
use crate::row_level_security::Cost;
use crate::scale::Scale;
use crate::steady::Steady;

/// The results.
pub(super) struct Findings {
    pub(super) operations: [(Engine, Vec<Measured>); 2],
    pub(super) grown: Vec<Grown>,
    pub(super) bytes: Vec<Bytes>,
    /// Of the journal, for each link.
    pub(super) journal: Option<f64>,
    pub(super) way: Way,
    /// Rows per second.
    pub(super) delivered: [(Engine, Vec<f64>); 2],
    pub(super) copied: Vec<f64>,
    pub(super) feeds: Vec<(Engine, Feed)>,
    pub(super) policies: Vec<Cost>,
    pub(super) steady: Vec<Steady>,
    pub(super) neighbours: Vec<Beside>,
    pub(super) contests: Vec<Contest>,
    pub(super) cold: Option<Cold>,
    pub(super) processes: Vec<(Engine, Vec<Duration>, Memory)>,
}

impl Findings {
    pub(super) fn new(way: Way) -> Self {
        Self {
            operations: Engine::ALL.map(|it| (it, Operation::ALL.map(Measured::new).into())),
            grown: Vec::new(),
            bytes: Vec::new(),
            journal: None,
            way,
            delivered: Engine::ALL.map(|it| (it, Vec::new())),
            copied: Vec::new(),
            feeds: Vec::new(),
            policies: Vec::new(),
            steady: Vec::new(),
            neighbours: Vec::new(),
            contests: Vec::new(),
            cold: None,
            processes: Vec::new(),
        }
    }

    /// Writes the results into the document, and returns the table of targets.
    pub(super) fn sections(
        &mut self,
        scale: Scale,
        document: &mut Document,
    ) -> anyhow::Result<String> {
        let mut targets = Targets::default();
        for ((engine, all), section) in self.operations.iter().zip(["postgresql", "sqlite"]) {
            if all.iter().all(|it| !it.samples.is_empty()) {
                let table = report::operations(*engine, all, &mut targets);
                document.replace(section, &table)?;
            }
        }
        if !self.copied.is_empty() {
            let (through, past) = (&self.delivered, &self.copied);
            let table = report::delivery(self.way, scale.rows, through, past, &mut targets);
            document.replace("delivery", &table)?;
        }
        if !self.feeds.is_empty() {
            document.replace("feed", &report::feed(&self.feeds))?;
        }
        if !self.grown.is_empty() {
            document.replace("growth", &report::growth(&self.grown, &mut targets))?;
        }
        if !self.bytes.is_empty() {
            document.replace(
                "bytes",
                &report::bytes(&self.bytes, self.journal, &mut targets),
            )?;
        }
        if !self.policies.is_empty() {
            let table = report::row_level_security(&self.policies, &mut targets);
            document.replace("row-level security", &table)?;
        }
        if !self.steady.is_empty() {
            document.replace("steady", &report::steady(&self.steady))?;
        }
        if !self.neighbours.is_empty() {
            let table = report::neighbours(&mut self.neighbours, &mut targets);
            document.replace("neighbours", &table)?;
        }
        if !self.contests.is_empty() {
            document.replace("peers", &report::peers(&self.contests, &mut targets))?;
        }
        if let Some(cold) = &self.cold {
            document.replace("cold", &report::cold(cold, &mut targets))?;
        }
        let table = report::processes(&self.processes, &mut targets);
        document.replace("processes", &table)?;
        let table = targets.table();
        document.replace("targets", &table)?;
        Ok(table)
    }
}
