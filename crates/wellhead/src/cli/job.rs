//! Jobs that a command runs itself, step by step.

use std::process::ExitCode;

use indicatif::ProgressBar;
use serde::Serialize;
use wellhead_core::audit::{About, Act, Detail, Entry, Fact, Value};
use wellhead_core::id::{JobId, WorkspaceConnectorId};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Job, JobKind, JobStatus, Selection, Slug};
use wellhead_core::sync::Patience;

use super::Global;
use super::scope::{Scope, plain};
use crate::host::SystemHost;
use crate::output::Row;
use crate::stop::Stop;
use crate::{progress, terminal};

/// The result of a job.
#[derive(Serialize)]
struct View {
    job_id: String,
    kind: &'static str,
    /// `None` if the job covers every kind.
    record: Option<&'static str>,
    dry_run: bool,
    status: &'static str,
    scanned: u64,
    changed: u64,
    error: Option<String>,
}

impl From<&Job> for View {
    fn from(job: &Job) -> Self {
        Self {
            job_id: job.id.to_string(),
            kind: job.kind.as_str(),
            record: job.selection.record.map(Kind::as_str),
            dry_run: job.dry_run,
            status: job.status.as_str(),
            scanned: job.scanned,
            changed: job.changed,
            error: job.error.clone(),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "job_id", "kind", "record", "dry_run", "status", "scanned", "changed", "error",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.job_id.clone(),
            self.kind.to_owned(),
            self.record.unwrap_or_default().to_owned(),
            self.dry_run.to_string(),
            self.status.to_owned(),
            self.scanned.to_string(),
            self.changed.to_string(),
            self.error.clone().unwrap_or_default(),
        ]
    }
}

/// The selections for the connector `slug`, one for each of its activations; or one for all connectors.
pub(super) async fn of_connector(
    scope: &Scope,
    slug: Option<&Slug>,
    selection: Selection,
) -> anyhow::Result<Vec<Selection>> {
    let Some(slug) = slug else {
        return Ok(vec![selection]);
    };
    let activations = scope.some_activations(slug, Deleted::Exclude).await?;
    let of = |activation| Selection {
        workspace_connector: Some(activation),
        ..selection.clone()
    };
    Ok(activations.iter().map(|it| of(it.id)).collect())
}

/// Runs a job for each selection, and prints the results.
pub(super) async fn carry_out(
    global: &Global,
    scope: &Scope,
    kind: JobKind,
    selections: Vec<Selection>,
    dry_run: bool,
) -> anyhow::Result<ExitCode> {
    let mut stop = Stop::listen()?;
    // First, jobs that a dead process left: nothing else resumes them while no server runs.
    scope.ledger.tend(Patience::default()).await?;
    let mut done = Vec::new();
    for selection in selections {
        let opened = scope
            .ledger
            .job_open(scope.tenant, kind, selection, dry_run);
        let job = opened.await.map_err(plain)?;
        let id = job.id;
        scope.ledger.audit(scope.tenant, entry(&job)).await?;
        let bar = bar(kind.as_str());
        let carried = scope
            .ledger
            .job_carry_out(scope.tenant, job, |job| show(&bar, job));
        let carried = tokio::select! {
            biased;
            () = stop.asked() => {
                say_stopped(id);
                return Ok(Stop::exit_code());
            }
            carried = carried => carried.map_err(plain)?,
        };
        bar.finish_and_clear();
        done.push(carried);
    }
    let views: Vec<_> = done.iter().map(View::from).collect();
    global.output.list(&views)?;
    let is_well = done.iter().all(|job| job.status == JobStatus::Success);
    Ok(if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What the audit log has of a job that an operator has opened.
pub(super) fn entry(job: &Job) -> Entry {
    let act = match job.kind {
        JobKind::Disconnect | JobKind::Delete => Act::Disconnect,
        JobKind::Invalidate | JobKind::Sweep(_) => Act::Invalidate,
        JobKind::Deduplicate => Act::Deduplicate,
        JobKind::Merge => Act::Create,
        JobKind::Erase => Act::Erase,
        JobKind::Retain => Act::Retain,
    };
    let subject = match (job.kind, job.selection.record) {
        (JobKind::Merge, Some(kind)) => About::Merge(kind).with(None),
        (JobKind::Retain, _) => About::Retention.with(None),
        (_, Some(kind)) => About::Link(kind).with(None),
        (_, None) => {
            let connector = job.selection.workspace_connector;
            About::WorkspaceConnector.with(connector.map(WorkspaceConnectorId::uuid))
        }
    };
    let mut detail = Detail::default().and(Fact::Job, Value::Id(job.id.uuid()));
    if job.dry_run {
        detail = detail.and(Fact::DryRun, Value::Number(1));
    }
    Entry {
        detail,
        ..Entry::by_operator(&SystemHost, act, subject)
    }
}

/// Tells that a job is to be carried on.
pub(super) fn say_stopped(id: JobId) {
    terminal::say(format_args!(
        "wellhead: stopped; the job {id} resumes when 'wellhead serve' runs, or when the command is repeated"
    ));
}

/// A progress bar for a job whose total is not known yet.
pub(super) fn bar(doing: &'static str) -> ProgressBar {
    progress::bar(Some(0), doing)
}

/// Shows the progress of `job`.
pub(super) fn show(bar: &ProgressBar, job: &Job) {
    bar.set_length(job.total);
    bar.set_position(job.scanned);
    progress::count(bar, job.scanned, "links");
}
