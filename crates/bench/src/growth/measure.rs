use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use super::reads::{self, Read};
use super::visitor::Visitor;
use super::{Axis, routes};
use crate::database::Engine;
use crate::load;
use crate::scale::Scale;
use crate::stage::{House, Stage};
use crate::statistics::{Latencies, median};
use crate::wellhead::Wellhead;

/// How often a read is asked for at least, however slow it is.
const LEAST: u32 = 5;

/// All reads on one engine, in tenants that differ in one respect.
#[derive(Debug)]
pub(crate) struct Grown {
    pub(crate) engine: Engine,
    pub(crate) axis: Axis,
    /// How large the tenants are.
    pub(crate) sizes: Vec<u32>,
    pub(crate) reads: Vec<Timed>,
}

/// A read, and how long it takes at each size.
#[derive(Debug)]
pub(crate) struct Timed {
    pub(crate) read: Read,
    /// Medians in milliseconds.
    pub(crate) millis: Vec<f64>,
}

/// Measures all of it.
pub(crate) async fn measure(
    wellhead: &Wellhead,
    stage: &Stage,
    scale: Scale,
) -> anyhow::Result<Vec<Grown>> {
    let mut all = Vec::new();
    for house in stage.houses() {
        for axis in Axis::ALL {
            let grown = grown(wellhead, stage, house, axis, scale).await;
            let engine = house.database.engine().name();
            all.push(grown.with_context(|| format!("by {} on {engine}", axis.name()))?);
        }
    }
    Ok(all)
}

async fn grown(
    wellhead: &Wellhead,
    stage: &Stage,
    house: &House,
    axis: Axis,
    scale: Scale,
) -> anyhow::Result<Grown> {
    let tenants = axis.tenants(&stage.ledger);
    // What was written past these tenants would be folded meanwhile.
    load::folded(&house.database).await?;
    let mut visitors = Vec::new();
    for tenant in tenants {
        visitors.push(Visitor::arrive(wellhead, house, tenant).await?);
    }
    let mut reads = reads::known();
    let described = visitors[0].body("/openapi.json").await?;
    for read in routes::described(described)? {
        if !reads.iter().any(|it| it.path == read.path) {
            reads.push(read);
        }
    }
    let mut timed = Vec::new();
    for read in reads {
        let path = read.path.clone();
        let millis = time(&read, &mut visitors, scale).await;
        match millis.with_context(|| path.clone())? {
            Some(millis) => timed.push(Timed { read, millis }),
            None => eprint!(" ({path} is not measured)"),
        }
    }
    house.service.truncate_log()?;
    Ok(Grown {
        engine: house.database.engine(),
        axis,
        sizes: tenants.iter().map(|tenant| axis.size(tenant)).collect(),
        reads: timed,
    })
}

/// How long a read takes each visitor; `None` if it needs what nobody has. They take turns request by request, so that other
/// load on the machine affects all of them alike.
async fn time(
    read: &Read,
    visitors: &mut [Visitor],
    scale: Scale,
) -> anyhow::Result<Option<Vec<f64>>> {
    let mut paths = Vec::new();
    for visitor in &mut *visitors {
        let path = visitor.later(&read.path, read.pages).await?;
        // The first answer does not count: a statement may have to be prepared.
        let (status, _) = visitor.get(&path).await?;
        if status != 200 {
            ensure!(paths.is_empty(), "{path} answers {status}");
            return Ok(None);
        }
        let is_later = read.pages > 0;
        paths.push(if is_later { path } else { read.path.clone() });
    }
    let mut medians = vec![Vec::new(); visitors.len()];
    let turns = if read.name.is_some() {
        scale.repetitions
    } else {
        1
    };
    for _ in 0..turns {
        let turn = turn(&paths, visitors, scale.measurement() / 10).await?;
        for (medians, mut latencies) in medians.iter_mut().zip(turn) {
            medians.push(latencies.percentile(50));
        }
    }
    Ok(Some(medians.into_iter().map(median).collect()))
}

async fn turn(
    paths: &[String],
    visitors: &mut [Visitor],
    duration: Duration,
) -> anyhow::Result<Vec<Latencies>> {
    let mut latencies = vec![Latencies::default(); visitors.len()];
    let deadline = Instant::now() + duration;
    let mut asked = 0;
    while asked < LEAST || Instant::now() < deadline {
        for ((path, visitor), latencies) in paths.iter().zip(&mut *visitors).zip(&mut latencies) {
            let path = visitor.fill(path)?;
            let (status, elapsed) = visitor.get(&path).await?;
            ensure!(status == 200, "{path} answers {status}");
            latencies.push(elapsed);
        }
        asked += 1;
    }
    Ok(latencies)
}
