//! The command line.

mod audit;
mod backup;
mod changes;
mod completions;
mod connector;
mod dedupe;
mod demo;
mod disconnect;
mod doctor;
#[cfg(test)]
mod documented;
mod erasures;
mod health;
mod import;
mod invalidate;
mod job;
mod key;
mod man;
mod migrate;
mod openapi;
mod provenance;
mod record;
mod report;
mod restore;
mod retention;
mod runs;
mod scope;
mod serve;
mod workspace;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use clap::{Args, Parser, Subcommand};
use wellhead_store_sqlite::SqliteStore;

use crate::database::{Database, read_url};
use crate::log::Log;
use crate::output::Output;
use crate::terminal;

/// A provenance ledger: which connector sourced or consumed which record, when and in which direction.
///
/// Records are people, companies, accounts, invoices, transactions and documents. Commands that work on one kind take
/// --record, which defaults to people.
#[derive(Debug, Parser)]
#[command(
    name = "wellhead",
    version = env!("WELLHEAD_VERSION"),
    after_help = AFTER_HELP
)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What is set in the environment alone.
const AFTER_HELP: &str = "\
Environment:
  WELLHEAD_LOG   what to log: error, warn, info (the default), debug or trace
  WELLHEAD_KEY   the key for 'import --server', instead of --key-file
  SSL_CERT_FILE  the certificates to trust, instead of the system's; SSL_CERT_DIR likewise, a directory

Try it: 'wellhead demo' creates a sample database and serves it.";

/// The options that every command has.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Where the ledger is kept: sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE
    /// [default: sqlite:wellhead.db; for demo sqlite:wellhead-demo.db]. Only 'demo', 'migrate', 'workspace create' and
    /// 'serve --create' create a missing file, and 'restore', which needs it to be named
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "WELLHEAD_DATABASE",
        hide_env_values = true
    )]
    database: Option<String>,
    /// A file that has this URL, such as a mounted secret, instead of --database
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "WELLHEAD_DATABASE_FILE",
        hide_env_values = true
    )]
    database_file: Option<PathBuf>,
    /// The output format, for people or for programs
    #[arg(long, global = true, value_enum, default_value_t)]
    output: Output,
    /// The file that the command has opened
    #[arg(skip)]
    file: OnceLock<Arc<SqliteStore>>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a sample database, print a key and example commands, and serve it
    Demo(demo::Demo),
    /// Serve the API
    #[command(after_long_help = serve::TRACES)]
    Serve(serve::Serve),
    /// Upgrade the database's schema, and create a missing file; the other commands upgrade automatically
    Migrate(migrate::Migrate),
    /// Copy the ledger to a file, while it is used; for SQLite
    ///
    /// The copy has all that was there when the command began. It is checked before it gets its name, and only you can read
    /// it. PostgreSQL has tools of its own for this: docs/operations/backup.md.
    Backup(backup::Backup),
    /// Check a backup, or put it in the place of the ledger; for SQLite
    ///
    /// The backup is copied and checked, and then replaces the ledger as a whole, or not at all. Name the ledger: there is no
    /// default. Nobody may have it open: stop 'wellhead serve' first. Whoever owned it owns the restored one. Afterwards repeat the erasures that were made since the backup, with 'wellhead
    /// erasures replay'.
    Restore(restore::Restore),
    /// Print the API's description, an OpenAPI 3.1 document; needs no database
    #[command(name = "openapi")]
    OpenApi,
    /// Import records from files as they are: CSV, Excel, vCard, JSON; one link per row
    ///
    /// Imports people, or another kind of record with --record. Touches a link that already exists instead of adding
    /// another. Creates the connector and its activation if they are missing, and every record whose external id the
    /// workspace does not have.
    ///
    /// All files of one command form one run, which 'wellhead runs' shows. A bad row does not stop the good ones; a
    /// run without a single good row fails, as does one whose file changes while it is read. A run that fails or is
    /// stopped keeps what it has committed and sweeps nothing; import the files again to continue.
    #[command(override_usage = import::USAGE, after_help = import::AFTER_HELP)]
    Import(import::Wanted),
    /// List, show and close sync runs
    #[command(subcommand)]
    Runs(runs::Runs),
    /// Disable a connector and soft-delete its links to records of every kind
    ///
    /// The connector takes no more deliveries. Its links are deleted in short steps that do not block other work. If
    /// this is interrupted, it resumes when 'wellhead serve' runs or the command is repeated. Repeating it is
    /// harmless.
    Disconnect(disconnect::Disconnect),
    /// Soft-delete duplicate links
    ///
    /// Keeps the oldest active link of each record, connector and direction.
    Dedupe(dedupe::Dedupe),
    /// Soft-delete links by connector, direction, time or record
    ///
    /// Deletes the links to one kind of record that match every option; at least one is needed besides --record.
    Invalidate(invalidate::Invalidate),
    /// Show where a record came from and where it went
    Provenance(provenance::Provenance),
    /// Report where a record came from and who received it, for whoever has a right to know
    ///
    /// Has all sources and recipients, also those of ended links, who is behind each in law, and the time of which the ledger
    /// can tell. Asked for again as of the same moment, the report is the same, and so is its SHA-256. With --output json it is
    /// one JSON-LD document.
    Report(report::Report),
    /// Show what changed, in order: every record and link that was created, updated, restored or deleted
    ///
    /// Each change has a position: 1, 2, 3, without gaps. Whoever goes on from the last position they have seen misses
    /// nothing. How far back it goes is an option of 'wellhead serve'.
    Changes(changes::Changes),
    /// Erase records, list who has to be told, and repeat erasures after a restore
    #[command(subcommand)]
    Erasures(erasures::Erasures),
    /// List, export and check the audit log: who changed what, and who read what about a person
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Show, set and apply the rules of how long a workspace keeps what is over
    #[command(subcommand)]
    Retention(retention::Retention),
    /// Ask a running server whether it is ready, for scripts and supervisors
    ///
    /// It is ready if it would take a change: its database can be written to, and it is not stopping. The exit status is 0 if it
    /// is, and 1 if it is not or cannot be reached. Needs no key and no database.
    Health(health::Health),
    /// Check that the installation is sound, and say what to do about what is not
    ///
    /// Looks at the database, its rights and its server, and changes nothing. The exit status is 1 if a check failed.
    ///
    /// Totals come from counts that are kept with each change. With --counts everything is counted anew, and what differs is
    /// made right. Others may read and write meanwhile; writers of a workspace wait while its counts are made right. The exit
    /// status is 1 if anything was wrong.
    Doctor(doctor::Doctor),
    /// Create, list and delete workspaces
    #[command(subcommand)]
    Workspace(workspace::Workspace),
    /// Create, change and list connectors, which all workspaces share
    #[command(subcommand)]
    Connector(connector::Connector),
    /// Create, list and revoke keys
    #[command(subcommand)]
    Key(key::Key),
    /// Print the completions of a shell
    #[command(
        after_help = "Example: wellhead completions bash >~/.local/share/bash-completion/completions/wellhead"
    )]
    Completions(completions::Completions),
    /// Write the manual pages into a directory
    Man(man::Man),
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli.run(),
        // It may quote any text.
        Err(invalid) if invalid.use_stderr() => {
            let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
            terminal::explain(without_logins(invalid.render().to_string(), words));
            ExitCode::from(WRONG_USAGE)
        }
        Err(help) => help.exit(),
    }
}

/// `text` without the words that have a login: a database's URL may be in the wrong place.
fn without_logins(text: String, words: impl Iterator<Item = String>) -> String {
    let logins = words.filter(|word| word.contains('@') || word.contains("password"));
    logins.fold(text, |text, word| text.replace(&word, "…"))
}

/// The exit status for an invalid command line.
const WRONG_USAGE: u8 = 2;

impl Cli {
    /// Runs the command, and reports failures on standard error.
    fn run(self) -> ExitCode {
        let log = match Log::begin(matches!(self.command, Command::Serve(_))) {
            Ok(log) => log,
            Err(error) => return failed(&error),
        };
        let runtime = match tokio::runtime::Runtime::new() {
            Ok(runtime) => runtime,
            Err(error) => return failed(&error.into()),
        };
        let code = match runtime.block_on(self.command.run_and_close(&self.global)) {
            Ok(code) => code,
            Err(error) => failed(&error),
        };
        // Do not wait for a thread that still reads standard input: it may never end.
        runtime.shutdown_background();
        log.end();
        code
    }
}

impl Command {
    /// Leaves nothing beside the file that it has opened.
    async fn run_and_close(self, global: &Global) -> anyhow::Result<ExitCode> {
        let done = self.run(global).await;
        if let Some(file) = global.file.get() {
            file.close().await;
        }
        done
    }

    async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        match self {
            Self::Demo(command) => command.run(global).await,
            Self::Serve(command) => command.run(global).await,
            Self::Import(command) => command.run(global).await,
            Self::Runs(command) => command.run(global).await,
            Self::Disconnect(command) => command.run(global).await,
            Self::Dedupe(command) => command.run(global).await,
            Self::Invalidate(command) => command.run(global).await,
            Self::OpenApi => openapi::run(),
            Self::Migrate(command) => command.run(global).await,
            Self::Backup(command) => command.run(global).await,
            Self::Restore(command) => command.run(global).await,
            Self::Provenance(command) => command.run(global).await,
            Self::Report(command) => command.run(global).await,
            Self::Changes(command) => command.run(global).await,
            Self::Erasures(command) => command.run(global).await,
            Self::Audit(command) => command.run(global).await,
            Self::Retention(command) => command.run(global).await,
            Self::Doctor(command) => command.run(global).await,
            Self::Workspace(command) => command.run(global).await,
            Self::Connector(command) => command.run(global).await,
            Self::Key(command) => command.run(global).await,
            Self::Health(command) => command.run(global).await,
            Self::Completions(command) => command.run(),
            Self::Man(command) => command.run(),
        }
    }
}

impl Global {
    /// The database's URL.
    fn url_or(&self, default: &str) -> anyhow::Result<String> {
        match (&self.database, &self.database_file) {
            (Some(_), Some(_)) => Err(Usage(
                "the database is given twice: by WELLHEAD_DATABASE (--database) and by WELLHEAD_DATABASE_FILE \
                 (--database-file); give one of them"
                    .to_owned(),
            )
            .into()),
            (Some(url), None) => Ok(url.clone()),
            (None, Some(file)) => read_url(file),
            (None, None) => Ok(default.to_owned()),
        }
    }

    fn url(&self) -> anyhow::Result<String> {
        self.url_or(DEFAULT)
    }

    /// The same, for what must not be done to a ledger that nobody has named.
    fn named_url(&self) -> anyhow::Result<String> {
        if self.database.is_none() && self.database_file.is_none() {
            return Err(Usage(
                "say which ledger: with --database, WELLHEAD_DATABASE or WELLHEAD_DATABASE_FILE. A service's is in its settings, \
                 such as /etc/wellhead/wellhead.env, which a shell does not read"
                    .to_owned(),
            )
            .into());
        }
        self.url()
    }

    async fn open(&self) -> anyhow::Result<Database> {
        let database = Database::open(&self.url()?).await?;
        Ok(self.to_be_closed(database))
    }

    /// The same, but creates a missing file: for commands that begin a ledger.
    async fn open_or_create(&self) -> anyhow::Result<Database> {
        self.open_or_create_or(DEFAULT).await
    }

    /// The same, with another default.
    async fn open_or_create_or(&self, default: &str) -> anyhow::Result<Database> {
        let database = Database::open_or_create(&self.url_or(default)?).await?;
        Ok(self.to_be_closed(database))
    }

    fn to_be_closed(&self, database: Database) -> Database {
        if let Some(file) = &database.file {
            self.file.get_or_init(|| Arc::clone(file));
        }
        database
    }
}

/// Where a ledger is if nobody says it.
const DEFAULT: &str = "sqlite:wellhead.db";

/// An invalid command line, found after parsing.
#[derive(Debug)]
struct Usage(String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

fn failed(error: &anyhow::Error) -> ExitCode {
    terminal::say(format_args!("wellhead: {error:#}"));
    if error.is::<Usage>() {
        return ExitCode::from(WRONG_USAGE);
    }
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_options_go_anywhere() {
        for line in [
            "wellhead --database sqlite:a.db workspace list --output json",
            "wellhead workspace list --output json --database sqlite:a.db",
        ] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(cli.global.url().unwrap(), "sqlite:a.db");
            assert_eq!(cli.global.output, Output::Json);
        }
    }

    #[test]
    fn logins_are_left_out() {
        let words = ["wellhead", "postgres://me:SECRET@db/a"].map(str::to_owned);
        let text = format!("unexpected argument '{}' found", words[1]);
        assert_eq!(
            without_logins(text, words.into_iter()),
            "unexpected argument '…' found"
        );
    }

    #[test]
    fn missing_arguments_are_named() {
        for line in [
            "wellhead",
            "wellhead workspace create",
            "wellhead key create --role admin",
            "wellhead key create --workspace 9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4 --role king",
            "wellhead key create --workspace here --role admin",
            "wellhead import --connector crm --direction input",
            "wellhead invalidate --workspace 9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
