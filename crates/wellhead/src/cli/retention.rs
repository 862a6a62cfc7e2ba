use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};
use serde::Serialize;
use wellhead_core::audit::{About, Act, Entry, Subject};
use wellhead_core::id::WorkspaceId;
use wellhead_core::privacy::retention::{Category, Cuts, Holding, Period, Rules};
use wellhead_core::record::Kind;
use wellhead_core::resource::{JobKind, JobStatus, Selection};
use wellhead_core::sync::Patience;
use wellhead_core::time::Timestamp;

use super::scope::{Scope, plain};
use super::{Global, job};
use crate::host::SystemHost;
use crate::output::Row;
use crate::stop::Stop;

#[derive(Debug, Subcommand)]
pub(super) enum Retention {
    /// Show how long what is kept, and up to when something was removed
    Show(Of),
    /// Change how long what is kept; rules that are not named stay
    ///
    /// A rule is CATEGORY=DAYS for every kind of record, CATEGORY/KIND=DAYS for one, or journal=DAYS; with 'forever'
    /// instead of a number, the rule is taken away. Categories are links (that have ended, with their history), history
    /// (what links said before they were changed), tombstones (what stays of records that are gone), runs (that are
    /// closed) and rejections (the lines that those rejected).
    #[command(
        after_help = "Example: wellhead retention set --workspace ID links=730 links/document=90 rejections=30"
    )]
    Set {
        #[command(flatten)]
        of: Of,
        /// What is kept, and for how many days after it is over
        #[arg(required = true, value_name = "RULE")]
        rules: Vec<Wanted>,
    },
    /// Remove now what the rules do not keep; 'wellhead serve' does so once a day
    ///
    /// It is done in short steps that do not block other work. If this is interrupted, it resumes when 'wellhead serve'
    /// runs or the command is repeated.
    Run {
        #[command(flatten)]
        of: Of,
        /// Only count what would be removed
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Args)]
pub(super) struct Of {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
}

/// Rules as they are typed: for one holding, or for all of a category.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    holdings: Vec<Holding>,
    /// `None` takes the rules away.
    period: Option<Period>,
}

impl FromStr for Wanted {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (what, period) = text.split_once('=').ok_or_else(|| {
            anyhow::anyhow!("not a rule; write it as links=30 or links/people=30")
        })?;
        let period = match period {
            "forever" => None,
            days => Some(
                days.parse()
                    .map_err(|error| anyhow::anyhow!("'{days}' is {error}; or write 'forever'"))?,
            ),
        };
        let holdings = match what.parse::<Category>() {
            Ok(category) => Holding::each(category).collect(),
            Err(_) => vec![
                what.parse()
                    .map_err(|error| anyhow::anyhow!("'{what}' is {error}"))?,
            ],
        };
        Ok(Self { holdings, period })
    }
}

/// A rule, and what was done by it.
#[derive(Serialize)]
struct RuleView {
    category: &'static str,
    record: Option<&'static str>,
    /// `None` keeps it for ever.
    days: Option<u16>,
    /// Up to when something was removed, of links, history and tombstones.
    removed_before: Option<String>,
}

impl Row for RuleView {
    const COLUMNS: &'static [&'static str] = &["category", "record", "days", "removed_before"];

    fn cells(&self) -> Vec<String> {
        let days = self.days.map(|days| days.to_string());
        vec![
            self.category.to_owned(),
            self.record.unwrap_or_default().to_owned(),
            days.unwrap_or_else(|| "forever".to_owned()),
            self.removed_before.clone().unwrap_or_default(),
        ]
    }
}

/// How much was removed.
#[derive(Serialize)]
struct RemovedView {
    job_id: String,
    dry_run: bool,
    category: &'static str,
    record: Option<&'static str>,
    removed: u64,
}

impl Row for RemovedView {
    const COLUMNS: &'static [&'static str] =
        &["job_id", "dry_run", "category", "record", "removed"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.job_id.clone(),
            self.dry_run.to_string(),
            self.category.to_owned(),
            self.record.unwrap_or_default().to_owned(),
            self.removed.to_string(),
        ]
    }
}

impl Retention {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        match self {
            Self::Show(of) => {
                let scope = Scope::open(global, of.workspace).await?;
                let rules = scope.ledger.retention(scope.tenant).await?.rules;
                show(global, &scope, &rules).await?;
            }
            Self::Set { of, rules: wanted } => {
                let scope = Scope::open(global, of.workspace).await?;
                let changes = wanted.iter().flat_map(|Wanted { holdings, period }| {
                    holdings.iter().map(|holding| (*holding, *period))
                });
                let set = scope
                    .ledger
                    .retention_set(scope.tenant, changes.collect(), None);
                let policy = set.await.map_err(plain)?;
                let entry = Entry::by_operator(&SystemHost, Act::Update, about(&scope));
                scope.ledger.audit(scope.tenant, entry).await?;
                show(global, &scope, &policy.rules).await?;
            }
            Self::Run { of, dry_run } => {
                let scope = Scope::open(global, of.workspace).await?;
                return retain(global, &scope, dry_run).await;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The workspace's rules, for the audit log.
fn about(scope: &Scope) -> Subject {
    About::Retention.with(scope.tenant.workspace().uuid())
}

async fn show(global: &Global, scope: &Scope, rules: &Rules) -> anyhow::Result<()> {
    let mut cuts = Vec::new();
    for kind in Kind::ALL {
        cuts.push((kind, scope.ledger.retention_cuts(scope.tenant, kind).await?));
    }
    let views: Vec<_> = Holding::all()
        .map(|holding| {
            let cut = cuts.iter().find(|(kind, _)| Some(*kind) == holding.kind());
            let cut = cut.and_then(|(_, cuts)| cut_of(*cuts, holding.category()));
            RuleView {
                category: holding.category().as_str(),
                record: holding.kind().map(Kind::as_str),
                days: rules.of(holding).map(Period::days),
                removed_before: cut.map(|cut| cut.to_string()),
            }
        })
        .collect();
    global.output.list(&views)?;
    Ok(())
}

fn cut_of(cuts: Cuts, category: Category) -> Option<Timestamp> {
    match category {
        Category::Links => cuts.links,
        Category::History => cuts.history,
        Category::Tombstones => cuts.tombstones,
        Category::Journal | Category::Rejections | Category::Runs => None,
    }
}

async fn retain(global: &Global, scope: &Scope, dry_run: bool) -> anyhow::Result<ExitCode> {
    let mut stop = Stop::listen()?;
    // First, jobs that a dead process left: nothing else resumes them while no server runs.
    scope.ledger.tend(Patience::default()).await?;
    let (kind, all) = (JobKind::Retain, Selection::default());
    let opened = scope
        .ledger
        .job_open(scope.tenant, kind, all, dry_run)
        .await;
    let opened = opened.map_err(plain)?;
    let id = opened.id;
    let entry = job::entry(&opened);
    scope.ledger.audit(scope.tenant, entry).await?;
    let bar = job::bar(opened.kind.as_str());
    let carried = scope.ledger.job_carry_out(scope.tenant, opened, |job| {
        bar.set_position(job.changed);
    });
    let done = tokio::select! {
        biased;
        () = stop.asked() => {
            job::say_stopped(id);
            return Ok(Stop::exit_code());
        }
        carried = carried => carried.map_err(plain)?,
    };
    bar.finish_and_clear();
    let views: Vec<_> = done
        .removed
        .iter()
        .map(|(holding, removed)| RemovedView {
            job_id: id.to_string(),
            dry_run,
            category: holding.category().as_str(),
            record: holding.kind().map(Kind::as_str),
            removed,
        })
        .collect();
    global.output.list(&views)?;
    Ok(match done.status {
        JobStatus::Success => ExitCode::SUCCESS,
        JobStatus::InProgress | JobStatus::Error => ExitCode::FAILURE,
    })
}
