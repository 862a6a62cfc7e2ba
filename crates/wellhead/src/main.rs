//! `wellhead`: the provenance ledger's one binary.

// What tenants wrote reaches a terminal by `output` and `terminal` only, which escape it.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod cli;
mod collector;
mod database;
mod demo;
mod host;
mod import;
mod log;
mod output;
mod progress;
mod remote;
mod stop;
mod supervisor;
mod terminal;
#[cfg(feature = "otel")]
mod traces;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Building documents allocates many small strings, which this allocator handles in half the system allocator's time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
