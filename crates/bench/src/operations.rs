//! The operations over HTTP, next to what bounds them.

mod bound;

use std::time::Duration;

use anyhow::{Context, ensure};

pub(crate) use bound::{Bound, bare, ceiling};

use crate::database::Database;
use crate::drive::{Client, Workload};
use crate::operation::Operation;
use crate::process::Cpu;
use crate::service::Service;
use crate::statistics::median;

/// Concurrent connections.
pub(crate) const CONNECTIONS: u32 = 8;

/// One measurement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) per_second: f64,
    /// In milliseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// CPU seconds per 1,000 requests.
    pub(crate) service_cpu: f64,
    pub(crate) database_cpu: f64,
    pub(crate) client_cpu: f64,
}

/// All measurements of one operation on one engine.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) operation: Operation,
    pub(crate) bounds: Vec<Bound>,
    pub(crate) samples: Vec<Sample>,
    /// The length of an answer.
    pub(crate) bytes: usize,
}

impl Measured {
    pub(crate) fn new(operation: Operation) -> Self {
        Self {
            operation,
            bounds: Vec::new(),
            samples: Vec::new(),
            bytes: 0,
        }
    }

    pub(crate) fn median(&self, of: fn(&Sample) -> f64) -> f64 {
        median(self.samples.iter().map(of))
    }

    pub(crate) fn bound(&self, of: fn(&Bound) -> f64) -> f64 {
        median(self.bounds.iter().map(of))
    }

    pub(crate) fn ratio(&self) -> f64 {
        self.median(|sample| sample.per_second) / self.bound(|bound| bound.per_second)
    }
}

/// An engine to measure.
pub(crate) struct Subject<'r> {
    pub(crate) database: &'r Database,
    pub(crate) service: &'r Service,
    /// The database server's process, if it has its own.
    pub(crate) server: Option<u32>,
}

impl Subject<'_> {
    /// Measures `workload` over HTTP.
    pub(crate) async fn measure(
        &self,
        workload: &Workload,
        duration: Duration,
    ) -> anyhow::Result<Sample> {
        let before = self.used()?;
        let made_before = self.made(workload).await?;
        let mut driven = workload
            .drive(self.service.address, CONNECTIONS, duration)
            .await
            .with_context(|| format!("on {}", self.database.engine().name()))?;
        let after = self.used()?;
        self.service.truncate_log()?;
        let requests = driven.latencies.count();
        let made = self.made(workload).await? - made_before;
        ensure!(
            !workload.operation.creates() || made == u64::from(requests),
            "{requests} creates were answered and {made} links are there"
        );
        let thousands = f64::from(requests) / 1_000.0;
        let cpu = |which: usize| (after[which] - before[which]).time().as_secs_f64() / thousands;
        Ok(Sample {
            per_second: f64::from(requests) / driven.elapsed.as_secs_f64(),
            p50: driven.latencies.percentile(50),
            p99: driven.latencies.percentile(99),
            service_cpu: cpu(0),
            database_cpu: cpu(1),
            client_cpu: cpu(2),
        })
    }

    /// CPU time of the service, the database server and this client.
    fn used(&self) -> anyhow::Result<[Cpu; 3]> {
        let server = self.server.map(Cpu::of_family).transpose()?;
        Ok([
            Cpu::of_process(self.service.pid)?,
            server.unwrap_or_default(),
            Cpu::of_process(std::process::id())?,
        ])
    }

    /// How many links have been created since the ledger was loaded, if the workload creates any.
    async fn made(&self, workload: &Workload) -> anyhow::Result<u64> {
        if !workload.operation.creates() {
            return Ok(0);
        }
        let loaded = workload.ledger.links();
        self.database.count("*", &format!("pk > {loaded}")).await
    }
}

/// The length of one of the service's answers.
pub(crate) async fn bytes(service: &Service, workload: &Workload) -> anyhow::Result<usize> {
    Client::open(service.address)
        .await?
        .ask_and_check(workload)
        .await
}
