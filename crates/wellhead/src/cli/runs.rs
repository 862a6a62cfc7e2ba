mod rejections;
mod view;

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use wellhead_core::audit::Act;
use wellhead_core::command::Rejection;
use wellhead_core::id::{SyncRunId, WorkspaceId};
use wellhead_core::page::{Order, PageRequest, Positioned};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, RunFilter, RunStatus, Slug, SyncRun};
use wellhead_core::store::ApplyError;

use super::scope::{Scope, oldest};
use super::{Global, record};
use view::{Brief, views};

#[derive(Debug, Subcommand)]
pub(super) enum Runs {
    /// List sync runs, newest first
    List {
        /// The workspace
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
        /// Only runs of this connector
        #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
        connector: Option<Slug>,
        /// Only runs of this kind of record
        #[arg(long, value_name = "KIND", value_parser = record::kind())]
        record: Option<Kind>,
        /// Only runs with this status: `in_progress`, success or error
        #[arg(long)]
        status: Option<RunStatus>,
        /// The most runs to list
        #[arg(long, value_name = "N", default_value_t = 20)]
        #[arg(value_parser = clap::value_parser!(u16).range(1..=1_000))]
        limit: u16,
    },
    /// Show one sync run, and the lines that it rejected
    Show {
        /// Its id
        #[arg(value_name = "RUN_ID")]
        run: SyncRunId,
        /// The workspace
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
    },
    /// Close a run that was left open, as an error, so that another can be opened
    Close {
        /// Its id
        #[arg(value_name = "RUN_ID")]
        run: SyncRunId,
        /// The workspace
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
    },
}

impl Runs {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        match self {
            Self::List {
                workspace,
                connector,
                record,
                status,
                limit,
            } => {
                let scope = Scope::open(global, workspace).await?;
                let found = list(&scope, connector.as_ref(), record, status, limit.into()).await?;
                let views: Vec<_> = views(&scope, &found)
                    .await?
                    .into_iter()
                    .map(Brief)
                    .collect();
                global.output.list(&views)?;
            }
            Self::Show { run, workspace } => {
                let scope = Scope::open(global, workspace).await?;
                let found = scope.ledger.run(scope.tenant, run).await?;
                let found = found.with_context(|| missing(run))?;
                show(global, &scope, found).await?;
            }
            Self::Close { run, workspace } => {
                let scope = Scope::open(global, workspace).await?;
                let closed = close(&scope, run).await?;
                scope.audited(Act::Update, run).await?;
                show(global, &scope, closed).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn missing(run: SyncRunId) -> String {
    format!("the workspace has no run {run}")
}

async fn show(global: &Global, scope: &Scope, run: SyncRun) -> anyhow::Result<()> {
    for view in views(scope, std::slice::from_ref(&run)).await? {
        rejections::show(global, scope, &run, view).await?;
    }
    Ok(())
}

/// The newest runs, of all connectors or of one connector's activations.
async fn list(
    scope: &Scope,
    connector: Option<&Slug>,
    record: Option<Kind>,
    status: Option<RunStatus>,
    limit: usize,
) -> anyhow::Result<Vec<SyncRun>> {
    let of = match connector {
        None => vec![None],
        Some(slug) => {
            let activations = scope.some_activations(slug, Deleted::Include).await?;
            activations.iter().map(|it| Some(it.id)).collect()
        }
    };
    let newest = PageRequest {
        order: Order::NewestFirst,
        ..oldest(limit)
    };
    let mut runs = Vec::new();
    for workspace_connector in of {
        let filter = RunFilter {
            workspace_connector,
            record,
            direction: None,
            status,
        };
        let found = scope.ledger.runs(scope.tenant, filter, newest).await?;
        runs.extend(found.items);
    }
    runs.sort_by_key(|run| std::cmp::Reverse(run.position()));
    runs.truncate(limit);
    Ok(runs)
}

async fn close(scope: &Scope, run: SyncRunId) -> anyhow::Result<SyncRun> {
    let closed = scope.ledger.run_fail(scope.tenant, run, "closed by hand");
    match closed.await {
        Ok(closed) => Ok(closed),
        Err(ApplyError::Rejected { rejection, .. }) => match rejection {
            Rejection::NotFound => bail!(missing(run)),
            Rejection::RunIsClosed => bail!(
                "the run {run} is closed or being swept; a sweep resumes when 'wellhead serve' runs, or with the \
                 next import"
            ),
            rejection => Err(rejection.into()),
        },
        Err(error) => Err(error.into()),
    }
}
