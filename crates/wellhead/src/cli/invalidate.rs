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
    /// The kind of record whose links they are
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    #[command(flatten)]
    which: Which,
    /// Only count the links
    #[arg(long)]
    dry_run: bool,
}

/// Which links; to name none of it would mean all.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Which {
    /// This connector's
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Option<Slug>,
    /// Those that go this way
    #[arg(long, value_name = "input|output")]
    direction: Option<Direction>,
    /// Those created at this time or later
    #[arg(long, value_name = "RFC3339")]
    since: Option<Timestamp>,
    /// Those created before this time
    #[arg(long, value_name = "RFC3339")]
    until: Option<Timestamp>,
    /// This record's; may be given more than once
    #[arg(long, value_name = "ID", alias = "person")]
    id: Vec<RecordId>,
}

/// The most records of one job.
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
            "--id can be given {MOST_RECORDS} times at the most"
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
