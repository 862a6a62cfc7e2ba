use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use wellhead_core::host::{Host, mint};
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{Direction, Name, Slug};
use wellhead_core::sync::Delivery;

use super::Global;
use crate::host::SystemHost;
use crate::import::{Entry, Format, Mapping, Source};
use crate::output::Row;

/// Writes one link a row. Makes the connector and its activation where they are missing, and every
/// person whose `external_person_id` the workspace does not know.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The connector that sent or received the people
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Slug,
    /// input: the connector sent them; output: it received them
    #[arg(long, value_name = "input|output")]
    direction: Direction,
    /// How the files are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where a field is, when the header says otherwise, such as `external_person_id=Email`
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<Entry>,
    /// Refuse all files when one row is bad, and write nothing
    #[arg(long)]
    strict: bool,
    /// CSV with a header or NDJSON; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Summary {
    read: u64,
    people_created: u64,
    people_matched: u64,
    links_created: u64,
    rejected: u64,
}

impl Row for Summary {
    const COLUMNS: &'static [&'static str] = &[
        "read",
        "people_created",
        "people_matched",
        "links_created",
        "rejected",
    ];

    fn cells(&self) -> Vec<String> {
        let Self {
            read,
            people_created,
            people_matched,
            links_created,
            rejected,
        } = self;
        [
            read,
            people_created,
            people_matched,
            links_created,
            rejected,
        ]
        .map(u64::to_string)
        .to_vec()
    }
}

impl Import {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let mut sources: Vec<_> = self.files.iter().cloned().map(Source::named).collect();
        if self.strict {
            sources = sources
                .into_iter()
                .map(Source::rewindable)
                .collect::<anyhow::Result<_>>()?;
            let checked = self.read(&sources, "checking", None).await?;
            if checked.rejected > 0 {
                global.output.one(&checked)?;
                eprintln!("wellhead: nothing was written: --strict and bad rows");
                return Ok(ExitCode::FAILURE);
            }
        }

        let database = global.open().await?;
        let tenant = database.operator.tenant(self.workspace).await?;
        let at = SystemHost.now();
        let connector = database
            .operator
            .connector_ensure(
                at,
                mint(&SystemHost, at),
                &self.connector,
                &Name::parse(self.connector.as_str())?,
            )
            .await?;
        let ledger = database.ledger();
        let activation = ledger.activate(tenant, connector.id).await?;
        let mut delivery = ledger.delivery(tenant, activation.id, self.direction);
        let summary = self
            .read(&sources, "importing", Some(&mut delivery))
            .await?;
        global.output.one(&summary)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Reads all sources, writes their rows through `delivery`, where there is one, and says on standard
    /// error which rows are bad.
    async fn read(
        &self,
        sources: &[Source],
        doing: &'static str,
        mut delivery: Option<&mut Delivery<'_>>,
    ) -> anyhow::Result<Summary> {
        let bar = progress_bar(sources, doing);
        let mut summary = Summary::default();
        for source in sources {
            let mapping = Mapping::with(&self.map);
            let counter = bar.clone();
            let mut rows = source.rows(self.format, mapping, move |bytes| {
                counter.inc(bytes as u64);
            })?;
            while let Some(row) = rows.recv().await {
                let row = row?;
                summary.read += 1;
                match row.content {
                    Ok(line) => {
                        if let Some(delivery) = &mut delivery {
                            delivery.push(line).await?;
                        }
                    }
                    Err(reason) => {
                        summary.rejected += 1;
                        bar.suspend(|| eprintln!("{source}:{}: {reason}", row.line));
                    }
                }
                bar.set_message(format!("{} rows", summary.read));
            }
        }
        if let Some(delivery) = delivery {
            delivery.flush().await?;
            let written = delivery.written();
            summary.people_created = written.people_created;
            summary.people_matched = written.people_matched;
            summary.links_created = written.links_created;
        }
        bar.finish_and_clear();
        Ok(summary)
    }
}

/// A bar over the bytes of all sources, or a spinner where one cannot tell; only on a terminal.
fn progress_bar(sources: &[Source], doing: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let total: Option<u64> = sources.iter().map(Source::bytes).sum();
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    let template = match total {
        Some(_) => "{prefix} {wide_bar} {percent}% {msg} ({eta} left)",
        None => "{prefix} {spinner} {msg} ({elapsed})",
    };
    let style = ProgressStyle::with_template(template).expect("the template is well-formed");
    bar.with_style(style).with_prefix(doing)
}
