//! `wellhead`: the provenance ledger's one binary.

mod cli;
mod database;
mod demo;
mod host;
mod import;
mod log;
mod output;
mod progress;
mod remote;
mod stop;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Building documents allocates many small strings, which this allocator handles in half the system allocator's time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::Cli::parse().run()
}
