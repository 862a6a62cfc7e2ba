mod alive;
mod ask;
mod failure;
mod form;
mod limits;
mod local;
mod outcome;
mod rehearse;
mod remote;
mod run;
mod steady;
mod sweep;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::{Args, ValueEnum};
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{Direction, Slug};
use wellhead_core::store;

use super::scope::Scope;
use super::{Global, Usage};
use crate::import::{Reading, Source, Trailer};
use crate::stop::Stop;
use crate::terminal::say;
use ask::Answer;
use failure::Failure;
use form::Form;
use limits::Limits;
use outcome::Checked;
use rehearse::LocalLinks;
use remote::{Remote, RemoteLinks, ServerArguments};
use steady::Steady;
use sweep::Sweep;

/// How the command ends, for its help.
pub(super) const EXIT_STATUS: &str = "\
Exit status:
  0    every row is imported
  1    the import failed: nothing or not all is imported, and its run is closed as error
  2    the command line is wrong; nothing was begun
  3    the good rows are imported, and some were bad: they are named on standard error
  130  somebody stopped it; its run is closed as error and keeps what it had committed
--dry-run ends as the import would.";

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The workspace; with --server it is the key's
    #[arg(long, value_name = "ID", required_unless_present = "server")]
    workspace: Option<WorkspaceId>,
    /// The connector that sent or received the people
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Slug,
    /// input: the connector sent them; output: it received them
    #[arg(long, value_name = "input|output")]
    direction: Direction,
    /// What becomes of a row whose link is there
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    on_duplicate: OnDuplicate,
    /// Check and count, and write nothing at all
    ///
    /// Reads the files to their end, names the bad rows and, with --full, counts what the sweep would remove,
    /// for which it keeps every `external_person_id` of the files in memory. Ends as the import would.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    ///
    /// On a terminal the first rows of the files are shown as they are understood, and nothing is written before
    /// somebody says so.
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    sweep: Sweep,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    remote: Remote,
    /// CSV, Excel, vCard, NDJSON or JSON, packed or not; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What is to be read.
struct Inputs {
    sources: Vec<Source>,
    /// What the last line said, where one has to say it.
    trailer: Option<Trailer>,
    /// The files as they were before anything was read.
    steady: Steady,
    /// Whether it is said what they are taken for.
    are_announced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum OnDuplicate {
    /// Its time moves on
    #[default]
    Touch,
    /// It gets a twin
    Append,
}

impl From<OnDuplicate> for store::OnDuplicate {
    fn from(chosen: OnDuplicate) -> Self {
        match chosen {
            OnDuplicate::Touch => Self::Touch,
            OnDuplicate::Append => Self::Append,
        }
    }
}

impl Import {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        ensure!(
            !(self.sweep.full && self.on_duplicate == OnDuplicate::Append),
            Usage(
                "--full sweeps what it does not touch, so it does not go with --on-duplicate append"
                    .to_owned()
            )
        );
        self.form.check()?;
        let server = self.server()?;
        let mut inputs = self.inputs()?;
        match self.ask(global.output, &inputs.sources).await? {
            Answer::Unasked => {}
            Answer::Yes => inputs.are_announced = true,
            Answer::No => {
                say("wellhead: nothing was imported");
                return Ok(ExitCode::FAILURE);
            }
        }
        if self.limits.strict && !self.dry_run {
            let sources = inputs.sources.into_iter().map(Source::rewindable);
            inputs.sources = sources.collect::<anyhow::Result<_>>()?;
        }
        let mut stop = Stop::listen()?;
        if self.dry_run {
            let rehearsed = self.rehearse_at(global, &inputs, server, stop.clone());
            return tokio::select! {
                biased;
                () = stop.asked() => Failure::Stopped.exit(None),
                rehearsed = rehearsed => rehearsed,
            };
        }
        if self.limits.strict {
            let mut reading = self.reading(&inputs, "checking");
            tokio::select! {
                biased;
                () = stop.asked() => return Failure::Stopped.exit(None),
                read = reading.read_all() => read?,
            }
            if reading.rejected() > 0 {
                global.output.one(&Checked::of(&reading))?;
                return Ok(refused());
            }
            inputs.are_announced = true;
        }
        let Some(server) = server else {
            let scope = self.scope(global).await?;
            let run = self.open(&scope).await?;
            return self.carry_out(global, &inputs, run, &mut stop).await;
        };
        match self.open_at(server.connect(stop.clone())?, &inputs).await {
            Ok(run) => self.carry_out(global, &inputs, run, &mut stop).await,
            Err(error) => Failure::from(error).exit(None),
        }
    }

    async fn rehearse_at(
        &self,
        global: &Global,
        inputs: &Inputs,
        server: Option<ServerArguments>,
        stop: Stop,
    ) -> anyhow::Result<ExitCode> {
        if let Some(server) = server {
            let links = RemoteLinks::of(self, server.connect(stop)?).await?;
            self.rehearse(global, inputs, links).await
        } else {
            let scope = self.scope(global).await?;
            let links = LocalLinks::of(self, &scope).await?;
            self.rehearse(global, inputs, links).await
        }
    }

    /// The workspace in the database.
    async fn scope(&self, global: &Global) -> anyhow::Result<Scope> {
        let workspace = self.workspace.context("--workspace is missing")?;
        Scope::open(global, workspace).await
    }

    /// What the command line names, where it can be read and has an end.
    fn inputs(&self) -> anyhow::Result<Inputs> {
        let mut sources: Vec<_> = self.files.iter().cloned().map(Source::named).collect();
        for source in &sources {
            source.check()?;
        }
        self.sweep.has_an_end(&sources, &self.limits)?;
        let steady = Steady::of(&sources)?;
        let trailer = self.limits.trailed(&mut sources)?;
        Ok(Inputs {
            sources,
            trailer,
            steady,
            are_announced: false,
        })
    }

    fn reading<'a>(&self, inputs: &'a Inputs, doing: &'static str) -> Reading<'a> {
        let reading = Reading::of(&inputs.sources, self.form.options(), doing);
        if inputs.are_announced {
            reading.quietly()
        } else {
            reading
        }
    }
}

/// What `--strict` says to bad rows.
fn refused() -> ExitCode {
    say("wellhead: nothing was written: --strict and bad rows");
    ExitCode::FAILURE
}
