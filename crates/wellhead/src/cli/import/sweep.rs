use anyhow::bail;
use clap::Args;
use wellhead_core::resource::Mode;
use wellhead_core::sync::Finish;

use super::limits::Limits;
use crate::cli::Usage;
use crate::import::Source;

/// Whether what the files do not name is gone.
#[derive(Debug, Args)]
#[command(next_help_heading = "Sweeping")]
pub(super) struct Sweep {
    /// The files hold all that there is: at the end the links that they do not name are swept
    ///
    /// The active links of this connector, kind of record and direction whose records are in none of the files are
    /// soft-deleted, unless a row was bad, the sweep would remove more than --sweep-limit, or it would leave none. What comes
    /// through a pipe needs --expect or --trailer besides.
    #[arg(long)]
    pub(super) full: bool,
    /// How much of the links that were there a sweep may remove
    #[arg(long = "sweep-limit", value_name = "PERCENT", default_value_t = 50)]
    #[arg(requires = "full", value_parser = clap::value_parser!(u64).range(0..=100))]
    limit: u64,
    /// Sweep even if that removes more than --sweep-limit; it never removes everything
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

    /// Refuses a sweep after what may have ended early without anybody knowing.
    pub(super) fn has_an_end(&self, sources: &[Source], limits: &Limits) -> anyhow::Result<()> {
        let pipe = sources.iter().find(|source| source.file().is_none());
        let Some(pipe) = pipe.filter(|_| self.full && !limits.tell_the_end()) else {
            return Ok(());
        };
        bail!(Usage(format!(
            "--full cannot tell whether all came through {pipe}, for a pipe ends when its producer dies, too; say \
             so in one of these ways:\n\
             --expect N   there are N rows\n\
             --trailer    the last line is {{\"end\":true}}, as of (producer && echo '{{\"end\":true}}') | wellhead \
             import --full --trailer …\n\
             or write to a file first, and import the file"
        )))
    }
}
