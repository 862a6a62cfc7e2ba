use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};

use super::compare::compare;
use super::process::Running;
use super::{OPERATIONS, Peer};
use crate::database::connect;
use crate::drive::{Answerer, Workload};
use crate::operation::Operation;
use crate::operations::CONNECTIONS;
use crate::scale::Scale;
use crate::stage::Stage;

const ROLE: &str = include_str!("../../peers/postgraphile/role.sql");
const UNDO: &str = "DROP OWNED BY wellhead_bench_peer; DROP ROLE wellhead_bench_peer";

/// One operation, by the service and by its peers.
#[derive(Debug, Clone)]
pub(crate) struct Contest {
    pub(crate) operation: Operation,
    /// Requests per second in each repetition.
    pub(crate) service: Vec<f64>,
    /// The same, in the order of [`Peer::ALL`].
    pub(crate) peers: [Vec<f64>; Peer::ALL.len()],
}

/// Compares the answers, then lets all take turns.
pub(crate) async fn measure(
    stage: &Stage,
    scale: Scale,
    directory: &Path,
) -> anyhow::Result<Vec<Contest>> {
    let url = stage.postgres.database.url();
    let owner = connect(&url).await?;
    owner.batch_execute(ROLE).await?;
    let mut running = Vec::new();
    for peer in Peer::ALL {
        let started = Running::start(peer, &url, directory).await?;
        compare(stage, &started).await?;
        running.push(started);
    }
    let mut contests = OPERATIONS.map(Contest::new);
    // The first turn is for their just-in-time compilers.
    for turn in 0..=scale.repetitions {
        for contest in &mut contests {
            let workload = stage.postgres.workload(&stage.ledger, contest.operation);
            let subject = stage.subject(&stage.postgres);
            let duration = scale.measurement();
            let service = subject.measure(&workload, duration).await?.per_second;
            for (peer, rates) in running.iter().zip(&mut contest.peers) {
                let rate = drive(stage, peer, &workload, duration).await;
                let rate = rate.with_context(|| peer.peer.name())?;
                if turn > 0 {
                    rates.push(rate);
                }
            }
            if turn > 0 {
                contest.service.push(service);
            }
        }
    }
    for peer in running {
        peer.stop().await?;
    }
    owner.batch_execute(UNDO).await?;
    Ok(contests.into())
}

impl Contest {
    fn new(operation: Operation) -> Self {
        Self {
            operation,
            service: Vec::new(),
            peers: Default::default(),
        }
    }
}

/// A peer's requests per second.
async fn drive(
    stage: &Stage,
    peer: &Running,
    workload: &Workload,
    duration: Duration,
) -> anyhow::Result<f64> {
    let workload = Workload {
        answerer: Answerer::Peer(peer.peer),
        ..workload.clone()
    };
    let driving = workload.drive(peer.address, CONNECTIONS, duration);
    let driven = if workload.operation.creates() {
        let made_before = made(stage).await?;
        let driven = untriggered(stage, driving).await??;
        let (answered, made) = (driven.latencies.count(), made(stage).await? - made_before);
        ensure!(
            made == u64::from(answered),
            "{answered} creates were answered and {made} links are there"
        );
        driven
    } else {
        driving.await?
    };
    Ok(f64::from(driven.latencies.count()) / driven.elapsed.as_secs_f64())
}

/// How many links were created since the ledger was loaded.
async fn made(stage: &Stage) -> anyhow::Result<u64> {
    let condition = format!("pk > {}", stage.ledger.links());
    stage.postgres.database.count("*", &condition).await
}

/// Does some work while inserting a link triggers nothing. The triggers keep what the service keeps itself, and are not what a
/// user of a peer would have.
async fn untriggered<T>(stage: &Stage, work: impl Future<Output = T>) -> anyhow::Result<T> {
    let client = connect(&stage.postgres.database.url()).await?;
    let turn = |how| format!("ALTER TABLE core_api.people_workspace_connectors {how} TRIGGER USER");
    client.batch_execute(&turn("DISABLE")).await?;
    let done = work.await;
    client.batch_execute(&turn("ENABLE")).await?;
    Ok(done)
}
