use std::process::ExitCode;

use clap::Args;
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{JobKind, Selection, Slug};

use super::scope::Scope;
use super::{Global, job};

#[derive(Debug, Args)]
pub(super) struct Disconnect {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The connector
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Slug,
    /// Only count the links
    #[arg(long)]
    dry_run: bool,
}

impl Disconnect {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let scope = Scope::open(global, self.workspace).await?;
        let all = Selection::default();
        let selections = job::of_connector(&scope, Some(&self.connector), all).await?;
        job::carry_out(
            global,
            &scope,
            JobKind::Disconnect,
            selections,
            self.dry_run,
        )
        .await
    }
}
