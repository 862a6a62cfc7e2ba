use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use wellhead_core::audit::{About, Act, Detail, Entry, Fact, Value};
use wellhead_core::id::WorkspaceId;

use super::super::Global;
use super::super::scope::Scope;
use crate::host::SystemHost;
use crate::output::print;

#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// Only what is behind this position: the last one of the export before
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    after: u64,
}

impl Export {
    /// The entry about the export is behind what it exports, and durable before anything is handed out.
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let Scope { ledger, tenant, .. } = Scope::open(global, self.workspace).await?;
        let mut export = match ledger.audit_export(tenant, self.after).await? {
            Ok(export) => export,
            Err(head) => bail!(
                "the log has no position {}: it ends at {}",
                self.after,
                head.position
            ),
        };
        let number = |position| Value::Number(position);
        let detail = Detail::default()
            .and(Fact::After, number(export.from().position))
            .and(Fact::Upto, number(export.upto().position));
        let entry = Entry {
            detail,
            ..Entry::by_operator(&SystemHost, Act::Export, About::Log.with(None))
        };
        ledger.audit(tenant, entry).await?;
        while let Some(lines) = ledger.audit_lines(&mut export).await? {
            print(lines.as_bytes())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
