use std::path::Path;
use std::time::Duration;

use anyhow::Context;

use super::CONNECTIONS;
use crate::bare::Bare;
use crate::ceiling::Ceiling;
use crate::drive::{Answerer, Workload};
use crate::operation::Operation;
use crate::process::Cpu;

/// What bounds the service, measured once: pgbench on the same database, or the bare handler.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bound {
    pub(crate) per_second: f64,
    /// CPU seconds per 1,000 requests, of the database server or the bare handler, and of the client.
    pub(crate) server_cpu: f64,
    pub(crate) client_cpu: f64,
}

/// The ceiling.
pub(crate) async fn ceiling(
    ceiling: &Ceiling,
    operation: Operation,
    seconds: u32,
    postmaster: u32,
) -> anyhow::Result<Bound> {
    let used = || Ok::<_, anyhow::Error>([Cpu::of_family(postmaster)?, own()?]);
    let before = used()?;
    let measured = ceiling.measure(operation, CONNECTIONS, seconds).await?;
    let after = used()?;
    let thousands = measured.requests / 1_000.0;
    let cpu = |which: usize| (after[which] - before[which]).time().as_secs_f64() / thousands;
    Ok(Bound {
        per_second: measured.per_second,
        server_cpu: cpu(0),
        client_cpu: cpu(1),
    })
}

/// The bare handler, with answers as long as the service's.
pub(crate) async fn bare(
    program: &Path,
    workload: &Workload,
    bytes: usize,
    duration: Duration,
) -> anyhow::Result<Bound> {
    let bare = Bare::start(program, bytes).await?;
    let workload = Workload {
        answerer: Answerer::Bare,
        ..workload.clone()
    };
    let before = own()?;
    let driven = workload.drive(bare.address, CONNECTIONS, duration).await;
    let driven = driven.context("the bare handler")?;
    let (server, client) = (bare.used()?, own()? - before);
    bare.stop().await?;
    let requests = f64::from(driven.latencies.count());
    let cpu = |cpu: Cpu| cpu.time().as_secs_f64() / (requests / 1_000.0);
    Ok(Bound {
        per_second: requests / driven.elapsed.as_secs_f64(),
        server_cpu: cpu(server),
        client_cpu: cpu(client),
    })
}

/// CPU time of this process and of pgbench after it has finished.
fn own() -> anyhow::Result<Cpu> {
    Cpu::of_process(std::process::id())
}
