//! Whether lists stay as fast while a tenant's ledger grows.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::drive::{Client, Whom, Workload};
use crate::ledger::GROWTH;
use crate::operation::Operation;
use crate::statistics::Latencies;

/// How long one request at a time takes, by the size of the tenant.
#[derive(Debug, Clone)]
pub(crate) struct Growth {
    pub(crate) operation: Operation,
    /// For each size, the median of each repetition in milliseconds.
    pub(crate) medians: [Vec<f64>; GROWTH.len()],
}

impl Growth {
    pub(crate) fn new(operation: Operation) -> Self {
        Self {
            operation,
            medians: Default::default(),
        }
    }

    pub(crate) fn is_measured(&self) -> bool {
        self.medians.iter().all(|medians| !medians.is_empty())
    }

    /// Measures one more repetition. The sizes alternate request by request, so that other load on the machine
    /// affects all of them alike.
    pub(crate) async fn measure(
        &mut self,
        workload: &Workload,
        address: SocketAddr,
        duration: Duration,
    ) -> anyhow::Result<()> {
        let workloads: [_; GROWTH.len()] = std::array::from_fn(|size| Workload {
            whom: Whom::Grown(size),
            ..workload.clone()
        });
        let mut latencies = [const { Latencies::new() }; GROWTH.len()];
        let mut client = Client::open(address).await?;
        let deadline = Instant::now() + duration;
        while Instant::now() < deadline {
            for (workload, latencies) in workloads.iter().zip(&mut latencies) {
                latencies.push(client.ask(workload).await?);
            }
        }
        for (medians, latencies) in self.medians.iter_mut().zip(&mut latencies) {
            medians.push(latencies.percentile(50));
        }
        Ok(())
    }
}
