mod delete;
mod limit;

use std::process::ExitCode;

use clap::Subcommand;
use serde::Serialize;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::{Host, mint};
use wellhead_core::id::WorkspaceId;
use wellhead_core::privacy::removal::DeletedWorkspace;
use wellhead_core::resource::{ExternalId, Name, Workspace as Resource};

use super::Global;
use crate::host::SystemHost;
use crate::output::Row;

#[derive(Debug, Subcommand)]
pub(super) enum Workspace {
    /// Create a workspace, and the database's file if it is missing
    Create {
        /// Its name
        #[arg(value_parser = Name::parse)]
        name: Name,
        /// Its id in an outside system
        #[arg(long, value_name = "ID", value_parser = ExternalId::parse)]
        external_id: Option<ExternalId>,
    },
    /// List all workspaces with how much they have, oldest first
    ///
    /// 'records' and 'links' are active ones, 'keys' are those that have not ended.
    List {
        /// List those that were deleted, or are being deleted, instead
        #[arg(long)]
        deleted: bool,
    },
    /// Give a workspace another name
    Rename {
        /// The workspace
        #[arg(value_name = "ID")]
        workspace: WorkspaceId,
        /// Its name from now on
        #[arg(value_parser = Name::parse)]
        name: Name,
    },
    /// Refuse a workspace's keys, and let its jobs wait, until it is resumed
    ///
    /// All that it has is kept. Requests are answered with 403 and `workspace_suspended`, jobs and webhooks pause, and nothing
    /// is removed by rules of retention. Other processes notice within five seconds.
    Suspend {
        /// The workspace
        #[arg(value_name = "ID")]
        workspace: WorkspaceId,
    },
    /// Let a suspended workspace go on
    Resume {
        /// The workspace
        #[arg(value_name = "ID")]
        workspace: WorkspaceId,
    },
    /// Set or show how much a workspace may ask for and have
    ///
    /// Without an option it shows what is set. What a workspace has above a quota, it keeps: only more is refused, with 403 and
    /// `quota_exceeded`, and deletes always work. Other processes notice new rates within five seconds, and new quotas at once.
    Limit(limit::Limit),
    /// Remove a workspace with all that it has, for good
    ///
    /// From the first moment on no key opens it. Then its rows are removed in short steps that do not block other work. If
    /// this is interrupted, repeat it. What stays is the workspace's id, when it was removed, and how many rows it had.
    Delete(delete::Delete),
}

#[derive(Serialize)]
struct View {
    workspace_id: String,
    name: String,
    external_workspace_id: Option<String>,
    created_at: String,
    suspended_at: Option<String>,
}

impl From<Resource> for View {
    fn from(workspace: Resource) -> Self {
        Self {
            workspace_id: workspace.id.to_string(),
            name: workspace.name.to_string(),
            external_workspace_id: workspace.external_id.map(|id| id.to_string()),
            created_at: workspace.times.created_at.to_string(),
            suspended_at: workspace.suspended_at.map(|at| at.to_string()),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "workspace_id",
        "name",
        "external_workspace_id",
        "created_at",
        "suspended_at",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.workspace_id.clone(),
            self.name.clone(),
            self.external_workspace_id.clone().unwrap_or_default(),
            self.created_at.clone(),
            self.suspended_at.clone().unwrap_or_default(),
        ]
    }
}

/// A workspace, how much it has, and, as JSON, how much it may ask for and have.
#[derive(Serialize)]
struct SizedView {
    #[serde(flatten)]
    view: View,
    #[serde(flatten)]
    limits: limit::View,
    records: u64,
    links: u64,
    keys: u64,
}

impl Row for SizedView {
    const COLUMNS: &'static [&'static str] = &[
        "workspace_id",
        "name",
        "external_workspace_id",
        "created_at",
        "suspended_at",
        "records",
        "links",
        "keys",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = self.view.cells();
        cells.extend([self.records, self.links, self.keys].map(|number| number.to_string()));
        cells
    }
}

/// A workspace that was removed, or is being removed.
#[derive(Serialize)]
struct DeletedView {
    workspace_id: String,
    begun_at: String,
    /// `None` if rows are left.
    completed_at: Option<String>,
    rows: u64,
}

impl From<DeletedWorkspace> for DeletedView {
    fn from(removal: DeletedWorkspace) -> Self {
        Self {
            workspace_id: removal.id.to_string(),
            begun_at: removal.begun_at.to_string(),
            completed_at: removal.completed_at.map(|at| at.to_string()),
            rows: removal.removed.total(),
        }
    }
}

impl Row for DeletedView {
    const COLUMNS: &'static [&'static str] = &["workspace_id", "begun_at", "completed_at", "rows"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.workspace_id.clone(),
            self.begun_at.clone(),
            self.completed_at.clone().unwrap_or_default(),
            self.rows.to_string(),
        ]
    }
}

impl Workspace {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        match self {
            Self::Create { name, external_id } => {
                let operator = global.open_or_create().await?.operator;
                let at = SystemHost.now();
                let id: WorkspaceId = mint(&SystemHost, at);
                let entry = Entry::by_operator(&SystemHost, Act::Create, id);
                let made = operator
                    .workspace_create(at, id, &name, external_id.as_ref(), entry)
                    .await?;
                global.output.one(&View::from(made))?;
            }
            Self::Rename { workspace, name } => {
                let operator = global.open().await?.operator;
                let entry = Entry::by_operator(&SystemHost, Act::Update, workspace);
                let renamed = operator
                    .workspace_rename(SystemHost.now(), workspace, &name, entry)
                    .await?;
                global.output.one(&View::from(renamed))?;
            }
            Self::Suspend { workspace } => {
                let operator = global.open().await?.operator;
                let entry = Entry::by_operator(&SystemHost, Act::Suspend, workspace);
                let suspended = operator
                    .workspace_suspend(SystemHost.now(), workspace, entry)
                    .await?;
                global.output.one(&View::from(suspended))?;
            }
            Self::Resume { workspace } => {
                let operator = global.open().await?.operator;
                let entry = Entry::by_operator(&SystemHost, Act::Resume, workspace);
                let resumed = operator
                    .workspace_resume(SystemHost.now(), workspace, entry)
                    .await?;
                global.output.one(&View::from(resumed))?;
            }
            Self::Limit(command) => command.run(global).await?,
            Self::Delete(command) => return command.run(global).await,
            Self::List { deleted: true } => {
                let operator = global.open().await?.operator;
                let all = operator.workspaces_deleted().await?;
                let views: Vec<_> = all.into_iter().map(DeletedView::from).collect();
                global.output.list(&views)?;
            }
            Self::List { deleted: false } => {
                let operator = global.open().await?.operator;
                let all = operator.workspace_sizes(SystemHost.now()).await?;
                let views = all.into_iter().map(|(workspace, size)| SizedView {
                    limits: workspace.limits.into(),
                    view: View::from(workspace),
                    records: size.records,
                    links: size.links,
                    keys: size.keys,
                });
                global.output.list(&views.collect::<Vec<_>>())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
