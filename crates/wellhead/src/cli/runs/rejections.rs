use serde::Serialize;
use wellhead_core::resource::SyncRun;
use wellhead_core::sync::{RejectedLine, SourcePlace};

use super::view::View;
use crate::cli::Global;
use crate::cli::scope::{Scope, oldest};
use crate::output::{Output, Row, tell};

/// The most rejected lines that are shown to people.
const MOST_SHOWN: usize = 20;

/// A run in detail, with the rejected lines that it keeps.
#[derive(Serialize)]
struct Detailed {
    #[serde(flatten)]
    run: View,
    /// How many lines were rejected in all, with those that the run does not count.
    rejected_in_all: u64,
    rejections: Vec<Rejected>,
}

#[derive(Serialize)]
struct Rejected {
    rejection_id: String,
    delivery: String,
    line: u64,
    code: String,
    detail: String,
    source: Option<Source>,
    taken: bool,
    undid_delivery: bool,
    created_at: String,
}

#[derive(Serialize)]
struct Source {
    file: String,
    line: u64,
}

impl From<RejectedLine> for Rejected {
    fn from(line: RejectedLine) -> Self {
        let source = line.why.source.map(|SourcePlace { file, line }| Source {
            file: file.to_string(),
            line,
        });
        Self {
            rejection_id: line.id.to_string(),
            delivery: line.delivery.to_string(),
            line: line.line,
            code: line.why.code.into_owned(),
            detail: line.why.detail,
            source,
            taken: line.taken,
            undid_delivery: line.undid_delivery,
            created_at: line.created_at.to_string(),
        }
    }
}

impl Row for Detailed {
    const COLUMNS: &'static [&'static str] = View::COLUMNS;

    fn cells(&self) -> Vec<String> {
        self.run.cells()
    }
}

impl Row for Rejected {
    const COLUMNS: &'static [&'static str] = &["line", "source", "code", "detail"];

    fn cells(&self) -> Vec<String> {
        let Self { line, source, .. } = self;
        let source = source.as_ref().map(|it| format!("{}:{}", it.file, it.line));
        let undid = match (self.undid_delivery, self.taken) {
            (true, _) => "; nothing of its delivery was kept",
            (false, true) => "; it was taken by its own id",
            (false, false) => "",
        };
        vec![
            line.to_string(),
            source.unwrap_or_default(),
            self.code.clone(),
            format!("{}{undid}", self.detail),
        ]
    }
}

/// Prints a run with its rejected lines: all that are kept for programs, the first ones for people.
pub(super) async fn show(
    global: &Global,
    scope: &Scope,
    run: &SyncRun,
    view: View,
) -> anyhow::Result<()> {
    let Scope { ledger, tenant, .. } = scope;
    let kept = ledger.run_rejections_kept(*tenant, run.id).await?;
    let page = oldest(RejectedLine::MOST_KEPT);
    let lines = ledger.run_rejections(*tenant, run.id, page).await?.items;
    let mut detailed = Detailed {
        run: view,
        rejected_in_all: kept.of(run.tally.rejected),
        rejections: lines.into_iter().map(Rejected::from).collect(),
    };
    global.output.one(&detailed)?;
    if global.output != Output::Text || detailed.rejections.is_empty() {
        return Ok(());
    }
    detailed.rejections.truncate(MOST_SHOWN);
    let (all, shown) = (detailed.rejected_in_all, detailed.rejections.len());
    let title = match usize::try_from(all) {
        Ok(all) if all == shown => "\nrejected lines:\n".to_owned(),
        _ => format!(
            "\nthe first {shown} of {all} rejected lines; --output json shows the {} that are kept:\n",
            kept.all
        ),
    };
    tell(&title)?;
    Ok(global.output.list(&detailed.rejections)?)
}
