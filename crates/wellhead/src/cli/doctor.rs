mod counts;

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wellhead_core::checkup::{Finding, SCHEMA, State};
use wellhead_core::id::WorkspaceId;
use wellhead_server::allow_more_files;

use super::Global;
use crate::database::Database;
use crate::output::{Output, Row};
use crate::terminal::say;

/// Fewer open files than this are fewer than the connections that a server takes by default.
const FEW: u64 = 4_400;

#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Count all records and links instead, and make the kept counts right that differ
    #[arg(long)]
    counts: bool,
    /// Count this workspace only
    #[arg(long, value_name = "ID", requires = "counts")]
    workspace: Option<WorkspaceId>,
    /// Only report which counts are wrong
    #[arg(long, requires = "counts")]
    dry_run: bool,
}

/// Something that was looked at.
#[derive(Serialize)]
struct View {
    check: &'static str,
    state: &'static str,
    found: String,
    advice: Option<String>,
}

impl From<Finding> for View {
    fn from(finding: Finding) -> Self {
        Self {
            check: finding.what,
            state: finding.state.as_str(),
            found: finding.found,
            advice: finding.advice,
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &["check", "state", "found", "advice"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.check.to_owned(),
            self.state.to_owned(),
            self.found.clone(),
            self.advice.clone().unwrap_or_default(),
        ]
    }
}

impl Doctor {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        if self.counts {
            return counts::compare(global, self.workspace, self.dry_run).await;
        }
        let mut findings = Database::checkup(&global.url()?).await?;
        // Whatever opens a ledger brings its schema up to date, which is not for a doctor.
        let is_up_to_date = |it: &Finding| it.what == SCHEMA && it.state == State::Sound;
        if findings.iter().any(is_up_to_date) {
            findings.push(counts::glance(global).await);
        }
        findings.extend(open_files());
        let worst = findings.iter().map(|it| it.state).max();
        let number = |state| findings.iter().filter(|it| it.state == state).count();
        let (failed, warnings) = (number(State::Unsound), number(State::Doubtful));
        let views: Vec<View> = findings.into_iter().map(View::from).collect();
        match global.output {
            Output::Text => views.iter().try_for_each(tell)?,
            output => output.list(&views)?,
        }
        say(format_args!(
            "{} checks, {failed} failed, {warnings} warnings; 'wellhead doctor --counts' compares the kept counts, too",
            views.len()
        ));
        Ok(if worst == Some(State::Unsound) {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}

/// How many files a process may have open that is started as this one was.
fn open_files() -> Option<Finding> {
    let files = allow_more_files()?;
    let found = format!("a process may have {files} open");
    if files < FEW {
        let advice =
            "raise the limit: ulimit -n, or LimitNOFILE in the unit; each connection takes one";
        return Some(Finding::doubtful("open files", found, advice));
    }
    Some(Finding::sound("open files", found))
}

/// A finding, with what to do about it on a line of its own.
fn tell(view: &View) -> std::io::Result<()> {
    let advice = view.advice.as_ref();
    let advice = advice.map_or_else(String::new, |it| format!("{:9}{:20}→ {it}\n", "", ""));
    crate::output::tell(&format!(
        "{:9}{:20}{}\n{advice}",
        view.state, view.check, view.found
    ))
}
