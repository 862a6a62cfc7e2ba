mod alive;
mod ask;
mod check;
mod failure;
mod form;
mod limits;
mod local;
mod outcome;
mod recipes;
mod rehearse;
mod remote;
mod run;
mod settings;
mod steady;
mod sweep;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use wellhead_core::id::WorkspaceId;
use wellhead_core::identity;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Slug};
use wellhead_core::{privacy, source, store};

use super::scope::Scope;
use super::{Global, Usage, record};
use crate::import::{Reading, Source, Trailer};
use crate::stop::Stop;
use crate::terminal::say;
use ask::Answer;
use failure::Failure;
use form::Form;
use limits::Limits;
use rehearse::LocalLedger;
use remote::{Remote, RemoteLedger, ServerArguments};
use steady::Steady;
use sweep::Sweep;

/// The two usages of the command.
pub(super) const USAGE: &str = "\
wellhead import --workspace ID --connector SLUG --direction input|output [OPTIONS] FILE...
       wellhead import --server URL --key-file FILE --connector SLUG --direction input|output [OPTIONS] FILE...";

/// The exit codes and the usages, for the help.
pub(super) const AFTER_HELP: &str = "\
Exit status:
  0    every row is imported
  1    it failed: nothing or only a part is imported; the run is closed as error, or its id is printed
  2    the command line is wrong; nothing was started
  3    the good rows are imported, but some rows were bad: they are listed on standard error
  130  it was stopped; the run is closed as error and keeps what it committed
--dry-run has the exit status that the import would have.

Examples:
  wellhead import --workspace ID --connector crm --direction input people.csv
  wellhead import --workspace ID --connector crm --direction input --record company companies.csv
  wellhead import --server https://ledger.example.org --key-file key \\
    --connector crm --direction input people.csv
  (producer && echo '{\"end\":true}') | wellhead import --workspace ID \\
    --connector crm --direction input --full --trailer -";

/// An import, or the list of recipes.
#[derive(Debug)]
pub(super) enum Wanted {
    Import(Box<Import>),
    /// List the known systems.
    Recipes,
}

const RECIPES: &str = "recipes";

impl Args for Wanted {
    fn augment_args(command: Command) -> Command {
        let command = Import::augment_args(command);
        // Not `exclusive`: that would also refuse the global options, even from the environment.
        let others = command.get_arguments().map(Arg::get_id).cloned();
        let recipes = Arg::new(RECIPES)
            .long(RECIPES)
            .action(ArgAction::SetTrue)
            .conflicts_with_all(others.collect::<Vec<_>>())
            .help("List the systems whose exports are known, and their id columns");
        command.arg(recipes)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// By hand, because `--recipes` needs none of the arguments that an import requires.
impl FromArgMatches for Wanted {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        if matches.get_flag(RECIPES) {
            return Ok(Self::Recipes);
        }
        let import = Import::from_arg_matches(matches)?;
        Ok(Self::Import(Box::new(import)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Wanted {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        match self {
            Self::Import(import) => import.run(global).await,
            Self::Recipes => recipes::list(global),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// CSV, Excel, vCard, NDJSON or JSON files, compressed or not; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The workspace; with --server, it is taken from the key
    #[arg(long, value_name = "ID", required_unless_present_any = ["server", RECIPES])]
    workspace: Option<WorkspaceId>,
    /// The kind of record in the rows
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    /// The connector that sent or received the records
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Slug,
    /// input: the connector sent them; output: it received them
    #[arg(long, value_name = "input|output")]
    direction: Direction,
    /// What to do with a row whose link already exists
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    on_duplicate: OnDuplicate,
    /// What to do with a row whose own id and shared key mean two records
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    on_conflict: OnConflict,
    /// What to do with the values of a row whose record is known
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    on_known: OnKnown,
    /// What to do with a row that names an erased record, which may not come back
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    on_suppressed: OnSuppressed,
    /// By what else this connector's rows find a record, from now on
    ///
    /// Only rows with an id of their own are matched, when neither it nor the shared key is known.
    #[arg(long = "match", value_name = "RULE", value_enum)]
    match_by: Option<MatchBy>,
    /// How far this connector is trusted from now on, 1 the most, or none
    ///
    /// Where known records are updated, a value is not overwritten by a connector with a worse rank or without one.
    #[arg(long, value_name = "NUMBER|none", value_parser = settings::rank)]
    rank: Option<settings::NewRank>,
    /// Check and count, but write nothing
    ///
    /// Reads the files to the end, reports the bad rows and, with --full, counts what the sweep would remove. With
    /// --full, and for a kind whose new records need more than their id, it keeps every external id of the files in
    /// memory. Exits with the code that the import would have.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask for confirmation
    ///
    /// On a terminal, the first rows of the files are shown as they would be imported, and nothing is written before
    /// you confirm.
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
}

/// The input.
struct Inputs {
    sources: Vec<Source>,
    /// The last line, if a trailer is required.
    trailer: Option<Trailer>,
    /// The state of the files before anything was read.
    steady: Steady,
    /// Whether the detected formats are reported.
    are_announced: bool,
}

impl Inputs {
    /// Whether some of it is a stream, which can be read only once and has no known end.
    fn have_pipe(&self) -> bool {
        self.sources.iter().any(|source| source.file().is_none())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum OnDuplicate {
    /// Update the link's time
    #[default]
    Touch,
    /// Add another link
    Append,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum OnConflict {
    /// Reject it, with both records
    #[default]
    Reject,
    /// Go by its own id
    Identity,
}

impl From<OnConflict> for identity::OnConflict {
    fn from(chosen: OnConflict) -> Self {
        match chosen {
            OnConflict::Reject => Self::Reject,
            OnConflict::Identity => Self::Identity,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum OnKnown {
    /// Keep the record's values
    #[default]
    Keep,
    /// Update them, unless a connector with a better rank gave them
    Update,
}

impl From<OnKnown> for source::OnKnown {
    fn from(chosen: OnKnown) -> Self {
        match chosen {
            OnKnown::Keep => Self::Keep,
            OnKnown::Update => Self::Update,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum OnSuppressed {
    /// Reject the row
    #[default]
    Reject,
    /// Leave the row out, and count it
    Skip,
}

impl From<OnSuppressed> for privacy::OnSuppressed {
    fn from(chosen: OnSuppressed) -> Self {
        match chosen {
            OnSuppressed::Reject => Self::Reject,
            OnSuppressed::Skip => Self::Skip,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MatchBy {
    /// By nothing else
    None,
    /// By the e-mail address, if just one person has it
    Email,
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
    async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        ensure!(
            !(self.sweep.full && self.on_duplicate == OnDuplicate::Append),
            Usage(
                "--full sweeps the links that it does not touch, so it cannot be used with --on-duplicate append"
                    .to_owned()
            )
        );
        self.form.check(self.record)?;
        let mut inputs = self.inputs()?;
        let server = self.server(&inputs)?;
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
        let Some(server) = server else {
            let scope = self.scope(global).await?;
            if self.limits.strict {
                let mut ledger = LocalLedger::of(&self, &scope).await?;
                let refused = self.refuses(global, &mut inputs, &mut ledger, &mut stop);
                if let Some(refused) = refused.await? {
                    return Ok(refused);
                }
            }
            let run = self.open(&scope).await?;
            return self.carry_out(global, &inputs, run, &mut stop).await;
        };
        let mut server = server.connect(stop.clone())?;
        if self.limits.strict {
            let mut ledger = RemoteLedger::of(&self, server).await?;
            let refused = self.refuses(global, &mut inputs, &mut ledger, &mut stop);
            if let Some(refused) = refused.await? {
                return Ok(refused);
            }
            server = ledger.into_server();
        }
        match self.open_at(server, &inputs).await {
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
            let ledger = RemoteLedger::of(self, server.connect(stop)?).await?;
            self.rehearse(global, inputs, ledger).await
        } else {
            let scope = self.scope(global).await?;
            let ledger = LocalLedger::of(self, &scope).await?;
            self.rehearse(global, inputs, ledger).await
        }
    }

    /// The workspace, in the database.
    async fn scope(&self, global: &Global) -> anyhow::Result<Scope> {
        let workspace = self.workspace.context("--workspace is missing")?;
        Scope::open(global, workspace).await
    }

    /// The files of the command line that can be read again and have an end.
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
        let reading = Reading::of(&inputs.sources, self.form.options(self.record), doing);
        if inputs.are_announced {
            reading.quietly()
        } else {
            reading
        }
    }
}

/// The failure that `--strict` makes of bad rows.
fn refused() -> ExitCode {
    say("wellhead: nothing was written: --strict, and there are bad rows");
    ExitCode::FAILURE
}
