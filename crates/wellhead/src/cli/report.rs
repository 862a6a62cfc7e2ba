mod at_server;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::Args;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::cause::Author;
use wellhead_core::id::WorkspaceId;
use wellhead_core::privacy::{Asked, HandedOut, Handing};
use wellhead_core::record::Kind;
use wellhead_core::time::Moment;

use super::scope::Scope;
use super::{Global, record};
use crate::host::SystemHost;
use crate::output::{Output, print, print_csv, tell};
use crate::remote::Address;

#[derive(Debug, Args)]
pub(super) struct Report {
    /// The record: its id, or its external id
    #[arg(value_name = "ID")]
    wanted: String,
    /// The kind of record
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    /// The workspace; with --server, it is that of the key
    #[arg(
        long,
        value_name = "ID",
        required_unless_present = "server",
        conflicts_with = "server"
    )]
    workspace: Option<WorkspaceId>,
    /// Only disclosures that had not ended by this moment, such as 2026-05-10T14:32:00Z
    #[arg(long, value_name = "TIME")]
    from: Option<Moment>,
    /// Only disclosures that had begun before this moment
    #[arg(long, value_name = "TIME")]
    to: Option<Moment>,
    /// As far as the ledger knew at this moment [default: now]
    #[arg(long, value_name = "TIME")]
    as_of: Option<Moment>,
    /// Ask a running server instead of a database
    #[arg(long, value_name = "URL")]
    server: Option<Address>,
    /// A file with the key for --server; - is standard input
    #[arg(long, value_name = "FILE", requires = "server")]
    key_file: Option<PathBuf>,
}

impl Report {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        if let (Some(from), Some(to)) = (self.from, self.to) {
            ensure!(
                from.first() < to.first(),
                "--from {} is not before --to {}",
                from.first(),
                to.first()
            );
        }
        let handed = match (&self.server, self.workspace) {
            (Some(address), _) => self.at_server(address.clone()).await?,
            (None, Some(workspace)) => self.here(global, workspace).await?,
            (None, None) => bail!("name a --workspace, or a --server"),
        };
        match global.output {
            Output::Text => tell(&text::text(self.record, &handed)?)?,
            Output::Json => print(format!("{}\n", handed.document()).as_bytes())?,
            Output::Csv => print_csv(&wellhead_server::disclosures_csv(&handed))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Asks the database.
    async fn here(&self, global: &Global, workspace: WorkspaceId) -> anyhow::Result<HandedOut> {
        let Scope { ledger, tenant, .. } = Scope::open(global, workspace).await?;
        let noun = self.record.declaration().words.noun;
        let unknown = || format!("the workspace {workspace} has no {noun} '{}'", self.wanted);
        let found = record::find(&ledger, tenant, self.record, &self.wanted).await?;
        let found = found.with_context(unknown)?;
        let asked = Asked {
            from: self.from.map(Moment::first),
            to: self.to.map(Moment::first),
            as_of: self.as_of.map_or_else(|| ledger.present(), Moment::last),
        };
        let author = Author::operator(tenant);
        let handed = ledger.hand_out(author, found.reference(), asked).await?;
        match handed.with_context(unknown)? {
            Handing::Report(handed) => {
                let entry = Entry {
                    sha256: Some(handed.digest()),
                    ..Entry::by_operator(&SystemHost, Act::Report, found.reference())
                };
                ledger.audit(tenant, entry).await?;
                Ok(*handed)
            }
            Handing::Merged(into) => {
                bail!("the {noun} was merged into {into}: ask for the report of that one")
            }
        }
    }
}
