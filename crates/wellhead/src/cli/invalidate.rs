use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;
use wellhead_core::id::{RecordId, WorkspaceId};
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, JobKind, Selection, Slug};
use wellhead_core::time::Timestamp;

use super::scope::Scope;
use super::{Global, job, record};

#[derive(Debug, Args)]
pub(super) struct Invalidate {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The kind of record that the links are to
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    #[command(flatten)]
    which: Which,
    /// Only count the links
    #[arg(long)]
    dry_run: bool,
}

/// The criteria for links. Without any, all links would match.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Which {
    /// Links of this connector
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Option<Slug>,
    /// Links in this direction
    #[arg(long, value_name = "input|output")]
    direction: Option<Direction>,
    /// Links created at this time or later
    #[arg(long, value_name = "RFC3339")]
    since: Option<Timestamp>,
    /// Links created before this time
    #[arg(long, value_name = "RFC3339")]
    until: Option<Timestamp>,
    /// Links to this record; can be given more than once
    #[arg(long, value_name = "ID", alias = "person")]
    id: Vec<RecordId>,
}

/// The most records per job.
const MOST_RECORDS: usize = 1_000;

impl Invalidate {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let Which {
            connector,
            direction,
            since,
            until,
            id: records,
        } = self.which;
        ensure!(
            records.len() <= MOST_RECORDS,
            "--id can be given at most {MOST_RECORDS} times"
        );
        let created = since.map_or(Interval::default(), Interval::since);
        let selection = Selection {
            workspace_connector: None,
            record: Some(self.record),
            direction,
            created: created.and(until.map_or(Interval::default(), Interval::until)),
            records,
        };
        let scope = Scope::open(global, self.workspace).await?;
        let selections = job::of_connector(&scope, connector.as_ref(), selection).await?;
        job::carry_out(
            global,
            &scope,
            JobKind::Invalidate,
            selections,
            self.dry_run,
        )
        .await
    }
}
