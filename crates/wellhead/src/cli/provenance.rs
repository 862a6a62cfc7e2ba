mod tree;
mod view;

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::id::WorkspaceId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Past;
use wellhead_core::time::Moment;

use super::{Global, record};
use crate::host::SystemHost;
use crate::output::{Output, tell};

#[derive(Debug, Args)]
pub(super) struct Provenance {
    /// The record: its id, or its external id
    #[arg(value_name = "ID")]
    wanted: String,
    /// The kind of record
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The state at this moment, such as 2026-05-10T14:32:00Z
    #[arg(long, value_name = "TIME")]
    as_of: Option<Moment>,
}

impl Provenance {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let database = global.open().await?;
        let tenant = database.operator.tenant(self.workspace).await?;
        let ledger = database.ledger();
        let noun = self.record.declaration().words.noun;
        let found = record::find(&ledger, tenant, self.record, &self.wanted).await?;
        let found = found.with_context(|| {
            let Self {
                workspace, wanted, ..
            } = &self;
            format!("the workspace {workspace} has no {noun} '{wanted}'")
        })?;
        let as_of = self.as_of.map(|at| Past::AsOf(at.last()));
        let answer = ledger
            .provenance(tenant, found.reference(), as_of)
            .await?
            .with_context(|| format!("the {noun} is gone"))?;
        let entry = Entry::by_operator(&SystemHost, Act::Provenance, found.reference());
        ledger.audit(tenant, entry).await?;
        let views = view::View::all(&answer);
        match global.output {
            Output::Text => tell(&tree::tree(&found, &views)?)?,
            Output::Json | Output::Csv => global.output.list(&views)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
