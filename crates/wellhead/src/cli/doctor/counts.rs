//! Counts everything anew, and compares that with the counts that are kept.

use std::process::ExitCode;

use serde::Serialize;
use wellhead_core::checkup::Finding;
use wellhead_core::host::Host as _;
use wellhead_core::id::WorkspaceId;
use wellhead_core::recount::{Counted, Miscount};
use wellhead_core::store::OperatorError;

use crate::cli::Global;
use crate::host::SystemHost;
use crate::output::{Output, Row};
use crate::progress;
use crate::terminal::say;

/// A count that was wrong.
#[derive(Serialize)]
struct View {
    workspace_id: String,
    /// What was counted.
    counted: &'static str,
    record: String,
    workspace_connector_id: Option<String>,
    direction: Option<&'static str>,
    kept_active: i64,
    kept_deleted: i64,
    found_active: i64,
    found_deleted: i64,
}

impl View {
    fn new(workspace: WorkspaceId, miscount: Miscount) -> Self {
        let (counted, record, link) = match miscount.of {
            Counted::Records(kind) => ("records", kind, None),
            Counted::Links(connector, kind, direction) => {
                ("links", kind, Some((connector, direction)))
            }
            Counted::Hours(connector, kind, direction) => {
                ("links by hour", kind, Some((connector, direction)))
            }
            Counted::Flows(kind) => ("flows and hours of all", kind, None),
        };
        let Miscount { kept, found, .. } = miscount;
        Self {
            workspace_id: workspace.to_string(),
            counted,
            record: record.to_string(),
            workspace_connector_id: link.map(|(connector, _)| connector.to_string()),
            direction: link.map(|(_, direction)| direction.as_str()),
            kept_active: kept.active,
            kept_deleted: kept.deleted,
            found_active: found.active,
            found_deleted: found.deleted,
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "workspace_id",
        "counted",
        "record",
        "workspace_connector_id",
        "direction",
        "kept_active",
        "kept_deleted",
        "found_active",
        "found_deleted",
    ];

    fn cells(&self) -> Vec<String> {
        let numbers = [
            self.kept_active,
            self.kept_deleted,
            self.found_active,
            self.found_deleted,
        ];
        let names = [
            self.workspace_id.clone(),
            self.counted.to_owned(),
            self.record.clone(),
            self.workspace_connector_id.clone().unwrap_or_default(),
            self.direction.unwrap_or_default().to_owned(),
        ];
        let numbers = numbers.iter().map(i64::to_string);
        names.into_iter().chain(numbers).collect()
    }
}

/// The most records and links that are counted just to have a look, and in how many workspaces: together some seconds' work.
const FEW: u64 = 10_000;
const SOME: usize = 20;

/// Counts a few small workspaces: whatever makes kept counts wrong mostly does so everywhere.
pub(super) async fn glance(global: &Global) -> Finding {
    const WHAT: &str = "counts";
    match wrong_in_small_ones(global).await {
        Ok((_, 0, 0)) => Finding::sound(WHAT, "there are no workspaces"),
        Ok((0, 0, all)) => {
            let found = format!(
                "not compared: each of {all} workspaces has more than {FEW} records and links"
            );
            let advice = "compare them once with 'wellhead doctor --counts --dry-run'";
            Finding {
                advice: Some(advice.into()),
                ..Finding::sound(WHAT, found)
            }
        }
        Ok((counted, 0, all)) => {
            let found =
                format!("the kept counts of {counted} small workspaces are right; there are {all}");
            Finding::sound(WHAT, found)
        }
        Ok((counted, wrong, _)) => Finding::unsound(
            WHAT,
            format!("of {counted} small workspaces, {wrong} kept counts are wrong"),
            "make all of them right with 'wellhead doctor --counts'; somebody has written to the tables by hand",
        ),
        Err(error) => Finding::doubtful(
            WHAT,
            format!("the kept counts cannot be compared: {error}"),
            "run doctor with the login that owns the ledger",
        ),
    }
}

/// How many workspaces were counted, how many of their counts are wrong, and how many workspaces there are.
async fn wrong_in_small_ones(global: &Global) -> anyhow::Result<(usize, usize, usize)> {
    let operator = global.open().await?.operator;
    let all = operator.workspace_sizes(SystemHost.now()).await?;
    let total = all.len();
    let small = all
        .iter()
        .filter(|(_, size)| size.records + size.links <= FEW);
    let (mut counted, mut wrong) = (0, 0);
    for (workspace, _) in small.take(SOME) {
        wrong += operator.workspace_recount(workspace.id, false).await?.len();
        counted += 1;
    }
    Ok((counted, wrong, total))
}

/// Counts one workspace, or all of them.
pub(super) async fn compare(
    global: &Global,
    only: Option<WorkspaceId>,
    dry_run: bool,
) -> anyhow::Result<ExitCode> {
    let operator = global.open().await?.operator;
    let workspaces = if let Some(workspace) = only {
        vec![workspace]
    } else {
        let all = operator.workspace_list().await?.into_iter();
        all.map(|workspace| workspace.id).collect()
    };
    let total = u64::try_from(workspaces.len()).unwrap_or(u64::MAX);
    let bar = progress::bar(Some(total), "counting");
    let mut wrong = Vec::new();
    let mut broken_off = None;
    for (done, workspace) in (1..).zip(workspaces) {
        match operator.workspace_recount(workspace, !dry_run).await {
            Ok(found) => wrong.extend(found.into_iter().map(|it| View::new(workspace, it))),
            // It was removed since they were listed.
            Err(OperatorError::WorkspaceNotFound(_)) if only.is_none() => {}
            Err(error) => {
                broken_off = Some(error);
                break;
            }
        }
        bar.set_position(done);
        progress::count(&bar, done, "workspaces");
    }
    bar.finish_and_clear();
    if global.output != Output::Text || !wrong.is_empty() {
        global.output.list(&wrong)?;
    }
    let number = wrong.len();
    if number > 0 {
        say(if dry_run {
            format!("kept counts that are wrong: {number}; without --dry-run they are made right")
        } else {
            format!(
                "kept counts that were wrong and are right now: {number}; an older wellhead, or somebody by hand, \
                 has written what was not counted"
            )
        });
    }
    if let Some(error) = broken_off {
        return Err(error.into());
    }
    if number > 0 {
        return Ok(ExitCode::FAILURE);
    }
    say(format_args!(
        "all kept counts are right; workspaces: {total}"
    ));
    Ok(ExitCode::SUCCESS)
}
