//! The worst that one tenant, or a client without a key, can do. A run starts it as a process of its own that gives way to
//! others ([`Attacker`]), so that it does not take the cores from the client whose waits are measured.

mod attacker;
mod client;
mod plan;
mod tally;
mod target;

use std::io;
use std::sync::Arc;

use clap::ValueEnum;
use rustix::process::{Resource, getrlimit, nice, setrlimit};
use tokio::io::AsyncReadExt;
use tokio::task::JoinSet;

pub(crate) use attacker::Attacker;
pub(crate) use tally::Tally;
pub(crate) use target::Target;

use client::Client;
use plan::Plan;

/// Open files that are not connections.
const OTHER_FILES: u32 = 100;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Attack {
    HangingUp,
    LongReads,
    Jobs,
    DryRuns,
    IdleConnections,
    UnreadPages,
    Queries,
    Bodies,
    UnreadMistakes,
    Locks,
    Creates,
    Lists,
    Deliveries,
    UnknownKeys,
    NoKey,
}

impl Attack {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::HangingUp => "flows, 150 a second, each hung up on after 20 ms",
            Self::LongReads => "flows, 64 at once",
            Self::Jobs => "60 deduplications at once",
            Self::DryRuns => "dry runs of deduplications, 16 at once",
            Self::IdleConnections => {
                "connections that are idle, or without the rest of a head or body"
            }
            Self::UnreadPages => "connections that ask for pages of 500 and read none",
            Self::Queries => "60 kB queries of unknown parameters",
            Self::Bodies => "840 kB bodies of unknown attributes",
            Self::UnreadMistakes => {
                "such queries and bodies on 200 connections that read no answer"
            }
            Self::Locks => "1,000 creates with ids in one request, 15 at once with the same ids",
            Self::Creates => "one key's creates",
            Self::Lists => "one key's lists",
            Self::Deliveries => "one key's deliveries",
            Self::UnknownKeys => "keys that nobody has",
            Self::NoKey => "no key",
        }
    }
}

/// Attacks until standard input ends, then prints what came of it.
pub(crate) async fn run(target: Target) -> anyhow::Result<()> {
    const LEAST_PRIORITY: i32 = 19;
    nice(LEAST_PRIORITY)?;
    let most = open_files()?.saturating_sub(OTHER_FILES);
    let plan = Arc::new(Plan::make(&target).await?);
    let tally = Arc::new(Tally::default());
    let mut clients = JoinSet::new();
    for number in 0..plan.connections.min(most) {
        let client = Client::new(
            target.address,
            number,
            Arc::clone(&plan),
            Arc::clone(&tally),
        );
        clients.spawn(client.attack());
    }
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    clients.abort_all();
    println!("{}", tally.to_json());
    Ok(())
}

/// How many files may be open, after that was raised as far as possible.
fn open_files() -> io::Result<u32> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit)?;
    let most = limit.maximum.unwrap_or(u64::MAX);
    Ok(u32::try_from(most).unwrap_or(u32::MAX))
}
