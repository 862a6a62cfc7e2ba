use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::attack::{self, Attack, Target};
use crate::bare;
use crate::benchmark::Benchmark;
use crate::delivery::Way;
use crate::part::Part;
use crate::scale::{Force, Scale};

/// Measures wellhead's release binary beside what its databases can do.
#[derive(Debug, Parser)]
#[command(name = "wellhead-bench", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Load a ledger on both engines, measure, and write the document
    Run(Options),
    /// Serve constant documents; a run starts this beside the service
    #[command(hide = true)]
    Bare {
        #[arg(long, value_name = "BYTES")]
        size: usize,
    },
    /// Attack a service until standard input ends; a run starts this
    #[command(hide = true)]
    Attack(Target),
}

#[derive(Debug, Args)]
struct Options {
    /// A private PostgreSQL server's superuser; the run creates its own database there
    #[arg(long, value_name = "URL")]
    postgres: String,
    /// Where pgbench and psql are
    #[arg(long, value_name = "DIRECTORY")]
    programs: PathBuf,
    /// The binary to measure [default: the one beside this]
    #[arg(long, value_name = "PATH")]
    wellhead: Option<PathBuf>,
    /// Another binary, to compare what neighbours notice: both take turns, and serve the same ledger
    #[arg(long, value_name = "PATH")]
    before: Option<PathBuf>,
    /// Only these attacks on neighbours [default: all]
    #[arg(
        long = "attack",
        value_enum,
        value_name = "ATTACK",
        value_delimiter = ','
    )]
    attacks: Vec<Attack>,
    /// Connections at a time, where these are the attack [default: 5000; with --quick 500]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=25_000))]
    connections: Option<u32>,
    /// A small ledger and short measurements: a few minutes to check that everything works
    #[arg(long)]
    quick: bool,
    /// Workspaces of equal size
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=2_000))]
    workspaces: Option<u32>,
    /// Links in each
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(500..=1_000_000))]
    links: Option<u32>,
    /// Rows of a bulk delivery
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    rows: Option<u32>,
    /// Seconds per measurement [default: 5, and 12 beside an attack; with --quick 1 and 4]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    seconds: Option<u32>,
    /// How often to repeat each measurement
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    repetitions: Option<u32>,
    /// How deliveries are made [default: http if the service supports it, else import]
    #[arg(long, value_enum)]
    delivery: Option<Way>,
    /// Only these parts; the document's other sections stay as they are
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    only: Vec<Part>,
    /// Also measure what a user would pick instead, which npm installs into target/peers
    #[arg(long)]
    peers: bool,
    /// How long the steady load lasts [default: 60; with --quick 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    minutes: Option<u32>,
    /// A program that restarts the PostgreSQL server
    #[arg(long, value_name = "PATH", env = "WELLHEAD_TEST_POSTGRES_RESTART")]
    restart: Option<PathBuf>,
    /// The document whose sections are updated
    /// [default: docs/performance.md; with --quick target/performance.md]
    #[arg(long, value_name = "PATH")]
    document: Option<PathBuf>,
}

impl Cli {
    pub(crate) fn run(self) -> ExitCode {
        // The service and the database need the cores more: the client gets by with one thread.
        let runtime = |mut builder: tokio::runtime::Builder| builder.enable_all().build();
        let done = match self.command {
            Command::Run(options) => runtime(tokio::runtime::Builder::new_current_thread())
                .map_err(anyhow::Error::from)
                .and_then(|runtime| runtime.block_on(options.into_benchmark()?.run())),
            Command::Attack(target) => runtime(tokio::runtime::Builder::new_current_thread())
                .map_err(anyhow::Error::from)
                .and_then(|runtime| runtime.block_on(attack::run(target))),
            Command::Bare { size } => runtime(tokio::runtime::Builder::new_multi_thread())
                .map_err(anyhow::Error::from)
                .and_then(|runtime| runtime.block_on(bare::serve(size))),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("wellhead-bench: {error:#}");
                ExitCode::FAILURE
            }
        }
    }
}

impl Options {
    fn parts(&self) -> Vec<Part> {
        let mut parts = self.only.clone();
        if parts.is_empty() {
            parts.extend(Part::value_variants().iter().filter(|part| part.is_usual()));
        }
        // Not in a hurry: it restarts the server twice.
        if self.only.is_empty() && !self.quick && self.restart.is_some() {
            parts.push(Part::Cold);
        }
        if self.peers {
            parts.push(Part::Peers);
        }
        parts
    }

    fn into_benchmark(self) -> anyhow::Result<Benchmark> {
        let (scale, document) = if self.quick {
            (Scale::QUICK, "target/performance.md")
        } else {
            (Scale::FULL, "docs/performance.md")
        };
        let this = std::env::current_exe()?;
        let parts = self.parts();
        Ok(Benchmark {
            server: self.postgres,
            programs: self.programs,
            wellhead: self
                .wellhead
                .unwrap_or_else(|| this.with_file_name("wellhead")),
            before: self.before,
            this,
            scale: Scale {
                workspaces: self.workspaces.unwrap_or(scale.workspaces),
                links: self.links.unwrap_or(scale.links),
                rows: self.rows.unwrap_or(scale.rows),
                seconds: self.seconds.unwrap_or(scale.seconds),
                repetitions: self.repetitions.unwrap_or(scale.repetitions),
                growth: scale.growth,
                force: Force {
                    seconds: self.seconds.unwrap_or(scale.force.seconds),
                    connections: self.connections.unwrap_or(scale.force.connections),
                },
            },
            delivery: self.delivery,
            parts,
            attacks: if self.attacks.is_empty() {
                Attack::value_variants().to_vec()
            } else {
                self.attacks
            },
            minutes: self.minutes.unwrap_or(if self.quick { 1 } else { 60 }),
            restart: self.restart,
            document: self.document.unwrap_or_else(|| document.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
