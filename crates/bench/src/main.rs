//! `wellhead-bench`: measures the release binary from outside, as a client and an operator see it.
//!
//! `./scripts/bench` builds both, starts a private PostgreSQL and runs this. A run makes the same ledger on both
//! engines ([`ledger`], [`load`]), serves it ([`service`]), sends typical requests ([`operation`], [`drive`]) next
//! to what the database alone can do ([`ceiling`]) and to what a user would pick instead ([`peers`]), in tenants of many
//! sizes ([`growth`]) and beside attackers ([`neighbours`]), and writes down the results ([`report`]). Every measurement checks the answers it gets, of growth only
//! the status: a wrong one ends the run. A neighbour may get none, or an error, which is counted.

#![expect(clippy::disallowed_methods, reason = "to measure is what it is for")]

mod attack;
mod bare;
mod benchmark;
mod bytes;
mod ceiling;
mod cli;
mod client;
mod cold;
mod database;
mod delivery;
mod drive;
mod feed;
mod growth;
mod ledger;
mod load;
mod neighbours;
mod operation;
mod operations;
mod part;
mod peers;
mod process;
mod report;
mod request;
mod row_level_security;
mod scale;
mod service;
mod stage;
mod statements;
mod statistics;
mod steady;
mod wellhead;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::Cli::parse().run()
}
