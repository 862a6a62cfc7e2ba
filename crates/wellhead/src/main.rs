//! `wellhead`: the provenance ledger's one binary.

mod cli;
mod database;
mod demo;
mod host;
mod import;
mod output;
mod progress;
mod stop;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::Cli::parse().run()
}
