use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use wellhead_store_sqlite::backup::{check, restore};

use super::Global;
use super::backup::{Force, View, followed};
use crate::database::file_of;
use crate::stop::Stop;
use crate::terminal::say;

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only check the backup: its pages, its references, its schema, and how much it has. Changes nothing
    #[arg(long, conflicts_with = "force")]
    check: bool,
    #[command(flatten)]
    force: Force,
}

impl Restore {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let Self {
            file,
            check: only_check,
            force,
        } = self;
        let from = file.clone();
        let (done, ledger) = if only_check {
            let done = followed("check", move |follow| check(&from, follow));
            (done.await?, None)
        } else {
            let Some(ledger) = file_of(&global.named_url()?)? else {
                bail!(
                    "this ledger is in PostgreSQL, whose own tools restore it: 'pg_restore --dbname=URL FILE', and then 'wellhead \
                     migrate'; docs/operations/backup.md says how"
                );
            };
            let to = ledger.clone();
            let done = followed("restore", move |follow| {
                restore(&from, &to, force.if_there(), follow)
            });
            (done.await?, Some(ledger))
        };
        let Some(done) = done else {
            return Ok(Stop::exit_code());
        };
        global.output.one(&View::of(&file, &done))?;
        if let Some(ledger) = ledger {
            say(format_args!(
                "It is in the place of {}. Before anything is served or imported, repeat the erasures that were made since the \
                 backup: 'wellhead erasures replay REGISTER --workspace ID' (docs/privacy.md).",
                ledger.display()
            ));
        }
        Ok(ExitCode::SUCCESS)
    }
}
