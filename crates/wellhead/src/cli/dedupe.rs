use std::process::ExitCode;

use clap::Args;
use wellhead_core::id::WorkspaceId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{JobKind, Selection, Slug};

use super::scope::Scope;
use super::{Global, job, record};

#[derive(Debug, Args)]
pub(super) struct Dedupe {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The kind of record that the links are to
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    /// Only this connector's links
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Option<Slug>,
    /// Only count the duplicates
    #[arg(long)]
    dry_run: bool,
}

impl Dedupe {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let scope = Scope::open(global, self.workspace).await?;
        let all = Selection {
            record: Some(self.record),
            ..Selection::default()
        };
        let selections = job::of_connector(&scope, self.connector.as_ref(), all).await?;
        job::carry_out(
            global,
            &scope,
            JobKind::Deduplicate,
            selections,
            self.dry_run,
        )
        .await
    }
}
