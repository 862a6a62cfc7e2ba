mod alive;
mod failure;
mod outcome;
mod rehearse;
mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::ensure;
use clap::{Args, ValueEnum};
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{Direction, Slug};
use wellhead_core::store;
use wellhead_core::sync::Finish;

use super::Global;
use crate::import::{Entry, Format, Mapping, Next, Reading, Source};
use outcome::Checked;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The connector that sent or received the people
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Slug,
    /// input: the connector sent them; output: it received them
    #[arg(long, value_name = "input|output")]
    direction: Direction,
    /// How the files are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where a field is, when the header says otherwise, such as `external_person_id=Email`
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<Entry>,
    /// What becomes of a row whose link is there
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    on_duplicate: OnDuplicate,
    #[command(flatten)]
    sweep: Sweep,
    /// Check and count, and write nothing at all
    ///
    /// Reads the files to their end, names the bad rows and, with --full, counts what the sweep would remove,
    /// for which it keeps every `external_person_id` of the files in memory. Ends as the import would.
    #[arg(long)]
    dry_run: bool,
    /// Refuse all files when one row is bad, and write nothing
    #[arg(long)]
    strict: bool,
    /// CSV with a header or NDJSON; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Whether what the files do not name is gone.
#[derive(Debug, Args)]
struct Sweep {
    /// The files hold all that there is: at the end the links that they do not name are swept
    ///
    /// The active links of this connector and direction whose people are in none of the files are soft-deleted,
    /// unless a row was bad, the sweep would remove more than --sweep-limit, or it would leave none.
    #[arg(long)]
    full: bool,
    /// How much of the links that were there a sweep may remove
    #[arg(long = "sweep-limit", value_name = "PERCENT", default_value_t = 50)]
    #[arg(requires = "full", value_parser = clap::value_parser!(u64).range(0..=100))]
    limit: u64,
    /// Sweep even if that removes more than --sweep-limit; it never removes everything
    #[arg(long = "confirm-sweep", requires = "full")]
    confirm: bool,
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
            "--full sweeps what it does not touch, so it does not go with --on-duplicate append"
        );
        let mut sources: Vec<_> = self.files.iter().cloned().map(Source::named).collect();
        for source in &sources {
            source.check()?;
        }
        if self.dry_run {
            return self.rehearse(global, &sources).await;
        }
        if self.strict {
            sources = sources
                .into_iter()
                .map(Source::rewindable)
                .collect::<anyhow::Result<_>>()?;
            let mut reading = self.reading(&sources, "checking");
            while !matches!(reading.next().await?, Next::End) {}
            if reading.rejected() > 0 {
                global.output.one(&Checked::of(&reading))?;
                return Ok(refused());
            }
        }
        self.carry_out(global, &sources).await
    }

    fn reading<'a>(&self, sources: &'a [Source], doing: &'static str) -> Reading<'a> {
        Reading::of(sources, self.format, Mapping::with(&self.map), doing)
    }

    fn finish(&self) -> Finish {
        Finish {
            confirm_sweep: self.sweep.confirm,
            most_percent: self.sweep.limit,
            ..Finish::default()
        }
    }
}

/// What `--strict` says to bad rows.
fn refused() -> ExitCode {
    eprintln!("wellhead: nothing was written: --strict and bad rows");
    ExitCode::FAILURE
}
