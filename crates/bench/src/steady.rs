//! A mixed load at a steady rate, as a product with some users has it: whether answers stay as fast, and the service as small, from
//! the first minute to the last. A request's time counts from when it was due, so that it includes waiting for others.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::sleep_until;

use crate::database::Engine;
use crate::delivery::http;
use crate::drive::{Client, Workload};
use crate::operation::Operation;
use crate::process::Memory;
use crate::stage::{House, Stage};
use crate::statistics::Latencies;

/// Each sends ten requests a second.
const CLIENTS: u32 = 9;
const PAUSE: Duration = Duration::from_millis(100);
const MINUTE: Duration = Duration::from_mins(1);

/// How often a connector delivers all of its people again, without some, whose links it sweeps.
const SWEEP: Duration = Duration::from_secs(20);

/// What a client asks for in turn.
const MIX: [Operation; 10] = [
    Operation::Retrieve,
    Operation::Create,
    Operation::PersonLinks,
    Operation::Retrieve,
    Operation::WorkspaceList,
    Operation::Retrieve,
    Operation::Create,
    Operation::Retrieve,
    Operation::PersonLinks,
    Operation::Retrieve,
];

/// What one engine's service did, minute by minute.
#[derive(Debug)]
pub(crate) struct Steady {
    pub(crate) engine: Engine,
    pub(crate) minutes: Vec<Minute>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Minute {
    /// In milliseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// Of the service, at the minute's end.
    pub(crate) memory: Memory,
}

/// Asks both services for so many minutes, at the same time.
pub(crate) async fn measure(stage: &Stage, minutes: u32) -> anyhow::Result<Vec<Steady>> {
    let [one, other] = stage.houses();
    let (one, other) = tokio::try_join!(of(stage, one, minutes), of(stage, other, minutes))?;
    Ok(vec![one, other])
}

async fn of(stage: &Stage, house: &House, minutes: u32) -> anyhow::Result<Steady> {
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        let workloads = MIX.map(|operation| house.workload(&stage.ledger, operation));
        let client = Client::open(house.service.address).await?;
        let first = began + PAUSE * number / CLIENTS;
        clients.spawn(ask(client, workloads, first, minutes));
    }
    let watched = async {
        let mut memory = Vec::new();
        for minute in 1..=minutes {
            sleep_until((began + MINUTE * minute).into()).await;
            memory.push(Memory::of(house.service.pid)?);
        }
        anyhow::Ok(memory)
    };
    let asked = async {
        let mut all = vec![Latencies::default(); usize::try_from(minutes)?];
        while let Some(asked) = clients.join_next().await {
            for (all, latencies) in all.iter_mut().zip(asked??) {
                all.append(latencies);
            }
        }
        anyhow::Ok(all)
    };
    let swept = sweep(stage, house, began + MINUTE * minutes);
    let (memory, mut all, ()) = tokio::try_join!(watched, asked, swept)?;
    let minutes = all
        .iter_mut()
        .zip(memory)
        .map(|(latencies, memory)| Minute {
            p50: latencies.percentile(50),
            p99: latencies.percentile(99),
            memory,
        });
    Ok(Steady {
        engine: house.database.engine(),
        minutes: minutes.collect(),
    })
}

/// Replaces one connector's people again and again, in a workspace that others write to, too.
async fn sweep(stage: &Stage, house: &House, until: Instant) -> anyhow::Result<()> {
    let creates = house.workload(&stage.ledger, Operation::CreateTogether);
    let tenant = &creates.tenants()[0];
    let token = creates.token(tenant);
    for turn in 0.. {
        let next = Instant::now() + SWEEP;
        if next > until {
            break;
        }
        http::replace(house.service.address, token, tenant, 0, turn).await?;
        sleep_until(next.into()).await;
    }
    Ok(())
}

/// What one client waited for, minute by minute.
async fn ask(
    mut client: Client,
    workloads: [Workload; MIX.len()],
    first: Instant,
    minutes: u32,
) -> anyhow::Result<Vec<Latencies>> {
    let mut all = Vec::new();
    let mut due = first;
    let mut turns = workloads.iter().cycle();
    for minute in 1..=minutes {
        let mut latencies = Latencies::default();
        while due < first + MINUTE * minute {
            sleep_until(due.into()).await;
            let workload = turns.next().expect("a cycle has no end");
            client.ask(workload).await?;
            latencies.push(due.elapsed());
            due += PAUSE;
        }
        all.push(latencies);
    }
    Ok(all)
}
