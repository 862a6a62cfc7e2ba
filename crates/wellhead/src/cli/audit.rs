mod export;
mod list;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

use super::Global;

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// List entries, newest first
    List(list::List),
    /// Write the log, or what is behind a position of it, to standard output as NDJSON
    ///
    /// The first line says what the export begins behind, the last one where it ends. Between them there is a line for
    /// each entry, with its hash. 'wellhead audit verify FILE' checks an export without the database.
    Export(export::Export),
    /// Check that no entry was altered, removed, moved or cut off
    ///
    /// Checks the log of a workspace in the database, or an export in a file. With both, it also checks that the database
    /// still has what was exported: that finds a log that was written anew as a whole. Names the first position that is
    /// wrong, and exits with status 1.
    Verify(verify::Verify),
}

impl Audit {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        match self {
            Self::List(command) => command.run(global).await,
            Self::Export(command) => command.run(global).await,
            Self::Verify(command) => command.run(global).await,
        }
    }
}
