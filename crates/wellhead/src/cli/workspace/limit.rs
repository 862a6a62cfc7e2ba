use std::num::NonZeroU32;
use std::str::FromStr;

use clap::Args;
use serde::Serialize;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::Host;
use wellhead_core::id::WorkspaceId;
use wellhead_core::limits::{LimitChanges, WorkspaceLimits};
use wellhead_core::resource::Workspace;
use wellhead_core::store::{OperatorError, OperatorStore};

use super::Global;
use crate::host::SystemHost;
use crate::output::Row;

/// The most that a quota can be: what a database can hold as a number.
const MOST: u64 = i64::MAX.unsigned_abs();

#[derive(Debug, Args)]
pub(in crate::cli) struct Limit {
    /// The workspace
    #[arg(value_name = "ID")]
    workspace: WorkspaceId,
    /// How many requests each of its keys may make in a second; 'default' is what 'wellhead serve' allows
    #[arg(long, value_name = "N|default", value_parser = rate)]
    requests_per_second: Option<Lifted<NonZeroU32>>,
    /// How many deliveries it may make at a time; 'default' is what 'wellhead serve' allows
    #[arg(long, value_name = "N|default", value_parser = rate)]
    deliveries: Option<Lifted<NonZeroU32>>,
    /// How many active records it may have
    #[arg(long, value_name = "N|none", value_parser = quota)]
    records: Option<Lifted<u64>>,
    /// How many active links it may have
    #[arg(long, value_name = "N|none", value_parser = quota)]
    links: Option<Lifted<u64>>,
}

/// A limit to set, or `None` to lift it.
#[derive(Debug, Clone, Copy)]
struct Lifted<T>(Option<T>);

fn rate(text: &str) -> Result<Lifted<NonZeroU32>, String> {
    parse(text, "default")
        .ok_or_else(|| format!("use a number from 1 to {}, or 'default'", u32::MAX))
}

fn quota(text: &str) -> Result<Lifted<u64>, String> {
    let parsed = parse(text, "none").filter(|it| it.0.is_none_or(|most| most <= MOST));
    parsed.ok_or_else(|| format!("use a number from 0 to {MOST}, or 'none'"))
}

fn parse<T: FromStr>(text: &str, lifted: &str) -> Option<Lifted<T>> {
    if text == lifted {
        return Some(Lifted(None));
    }
    Some(Lifted(Some(text.parse().ok()?)))
}

/// What is set; `None` is the default, or no quota.
#[derive(Serialize)]
pub(super) struct View {
    requests_per_second: Option<NonZeroU32>,
    max_deliveries: Option<NonZeroU32>,
    max_records: Option<u64>,
    max_links: Option<u64>,
}

impl From<WorkspaceLimits> for View {
    fn from(WorkspaceLimits { rates, quotas }: WorkspaceLimits) -> Self {
        Self {
            requests_per_second: rates.requests_per_second,
            max_deliveries: rates.deliveries,
            max_records: quotas.records,
            max_links: quotas.links,
        }
    }
}

/// The limits of a workspace.
#[derive(Serialize)]
struct LimitsView {
    workspace_id: String,
    name: String,
    #[serde(flatten)]
    limits: View,
}

impl From<Workspace> for LimitsView {
    fn from(workspace: Workspace) -> Self {
        Self {
            workspace_id: workspace.id.to_string(),
            name: workspace.name.to_string(),
            limits: workspace.limits.into(),
        }
    }
}

impl Row for LimitsView {
    const COLUMNS: &'static [&'static str] = &[
        "workspace_id",
        "name",
        "requests_per_second",
        "max_deliveries",
        "max_records",
        "max_links",
    ];

    fn cells(&self) -> Vec<String> {
        let View {
            requests_per_second,
            max_deliveries,
            max_records,
            max_links,
        } = self.limits;
        let rate =
            |it: Option<NonZeroU32>| it.map_or_else(|| "default".into(), |it| it.to_string());
        let quota = |it: Option<u64>| it.map_or_else(|| "none".into(), |it| it.to_string());
        vec![
            self.workspace_id.clone(),
            self.name.clone(),
            rate(requests_per_second),
            rate(max_deliveries),
            quota(max_records),
            quota(max_links),
        ]
    }
}

impl Limit {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<()> {
        let operator = global.open().await?.operator;
        let changes = LimitChanges {
            requests_per_second: self.requests_per_second.map(|it| it.0),
            deliveries: self.deliveries.map(|it| it.0),
            records: self.records.map(|it| it.0),
            links: self.links.map(|it| it.0),
        };
        let workspace = if changes == LimitChanges::default() {
            find(&*operator, self.workspace).await?
        } else {
            let entry = Entry::by_operator(&SystemHost, Act::Limit, self.workspace);
            operator
                .workspace_limit(SystemHost.now(), self.workspace, changes, entry)
                .await?
        };
        global.output.one(&LimitsView::from(workspace))?;
        Ok(())
    }
}

async fn find(operator: &dyn OperatorStore, id: WorkspaceId) -> Result<Workspace, OperatorError> {
    let mut all = operator.workspace_list().await?.into_iter();
    all.find(|it| it.id == id)
        .ok_or(OperatorError::WorkspaceNotFound(id))
}
