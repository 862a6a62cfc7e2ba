use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory};

use super::Cli;

#[derive(Debug, Args)]
pub(super) struct Man {
    /// Where to write them; it is created if it is missing
    directory: PathBuf,
}

impl Man {
    /// Writes `wellhead.1` and a page for each command, such as `wellhead-import.1`.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let written = fs::create_dir_all(&self.directory)
            .and_then(|()| clap_mangen::generate_to(Cli::command(), &self.directory));
        written.with_context(|| format!("writing to {}", self.directory.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}
