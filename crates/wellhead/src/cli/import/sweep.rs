use anyhow::bail;
use clap::Args;
use wellhead_core::resource::Mode;
use wellhead_core::sync::Finish;

use super::limits::Limits;
use crate::cli::Usage;
use crate::import::Source;

/// Whether links that are missing from the files are removed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Sweeping")]
pub(super) struct Sweep {
    /// The files are complete: at the end, sweep the links that are not in them
    ///
    /// Soft-deletes the active links of this connector, kind of record and direction whose records are in none of
    /// the files. It does not if a row is bad, if it would remove more than --sweep-limit, or if no link would
    /// remain. Data from a pipe also needs --expect or --trailer.
    #[arg(long)]
    pub(super) full: bool,
    /// The share of the existing links that a sweep may remove
    #[arg(long = "sweep-limit", value_name = "PERCENT", default_value_t = 50)]
    #[arg(requires = "full", value_parser = clap::value_parser!(u64).range(0..=100))]
    limit: u64,
    /// Sweep even if that removes more than --sweep-limit, but never everything
    #[arg(long = "confirm-sweep", requires = "full")]
    confirm: bool,
}

impl Sweep {
    pub(super) fn mode(&self) -> Mode {
        if self.full {
            Mode::Full
        } else {
            Mode::Incremental
        }
    }

    pub(super) fn finish(&self) -> Finish {
        Finish {
            confirm_sweep: self.confirm,
            most_percent: self.limit,
            ..Finish::default()
        }
    }

    /// Refuses a sweep based on input that may have been cut short unnoticed.
    pub(super) fn has_an_end(&self, sources: &[Source], limits: &Limits) -> anyhow::Result<()> {
        let pipe = sources.iter().find(|source| source.file().is_none());
        let Some(pipe) = pipe.filter(|_| self.full && !limits.tell_the_end()) else {
            return Ok(());
        };
        bail!(Usage(format!(
            "--full cannot tell whether everything came through {pipe}, because a pipe also ends when its producer \
             dies; confirm it in one of these ways:\n\
             --expect N   there are N rows\n\
             --trailer    the last line is {{\"end\":true}}, as from (producer && echo '{{\"end\":true}}') | wellhead \
             import --full --trailer …\n\
             or write to a file first, and import the file"
        )))
    }
}
