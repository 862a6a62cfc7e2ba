mod follow;
mod view;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use wellhead_store_sqlite::backup::{IfThere, make};

use super::Global;
use crate::database::{Missing, file_of};
use crate::stop::Stop;

pub(super) use follow::followed;
pub(super) use view::View;

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write, such as backup-2026-05-10.db
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    force: Force,
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Force {
    /// Replace what is there
    #[arg(long)]
    force: bool,
}

impl Force {
    pub(super) fn if_there(self) -> IfThere {
        if self.force {
            IfThere::Replace
        } else {
            IfThere::Refuse
        }
    }
}

impl Backup {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let Some(ledger) = file_of(&global.url()?)? else {
            bail!(
                "this ledger is in PostgreSQL, whose own tools back it up while it is used: 'pg_dump --format=custom \
                 --file=FILE URL', or base backups with archived logs; docs/operations/backup.md shows both"
            );
        };
        if let Ok(false) = ledger.try_exists() {
            return Err(Missing(ledger).into());
        }
        let Self { file, force } = self;
        let to = file.clone();
        let made = followed("backup", move |follow| {
            make(&ledger, &to, force.if_there(), follow)
        });
        let Some(made) = made.await? else {
            return Ok(Stop::exit_code());
        };
        global.output.one(&View::of(&file, &made))?;
        Ok(ExitCode::SUCCESS)
    }
}
