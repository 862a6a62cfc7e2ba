use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde::Serialize;
use tabwriter::TabWriter;
use wellhead_core::id::{RecordId, WorkspaceId};
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::provenance::Provenance as Answer;
use wellhead_core::record::{Kind, Record, RecordFilter};
use wellhead_core::resource::{Deleted, Direction, ExternalId, Past, Trace};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::{Moment, Timestamp};

use super::{Global, record};
use crate::output::{Output, Row, print};
use crate::terminal::Shown;

#[derive(Debug, Args)]
pub(super) struct Provenance {
    /// The record: its id, or its external id
    #[arg(value_name = "ID")]
    wanted: String,
    /// The kind of record
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The state at this moment, such as 2026-05-10T14:32:00Z
    #[arg(long, value_name = "TIME")]
    as_of: Option<Moment>,
}

/// A connector that sourced or consumed the record.
#[derive(Serialize)]
struct View {
    direction: &'static str,
    connector: String,
    name: String,
    status: &'static str,
    first_at: Timestamp,
    last_at: Timestamp,
    total_links: u64,
    active_links: u64,
    workspace_connector_id: String,
}

impl View {
    fn new(trace: &Trace, answer: &Answer) -> Self {
        let named = &answer.connectors[&trace.workspace_connector];
        Self {
            direction: trace.direction.as_str(),
            connector: named.connector.slug.to_string(),
            name: named.connector.name.to_string(),
            status: named.workspace_connector.status.as_str(),
            first_at: trace.first,
            last_at: trace.last,
            total_links: trace.links,
            active_links: trace.active,
            workspace_connector_id: trace.workspace_connector.to_string(),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "direction",
        "connector",
        "name",
        "status",
        "first_at",
        "last_at",
        "total_links",
        "active_links",
        "workspace_connector_id",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.direction.to_owned(),
            self.connector.clone(),
            self.name.clone(),
            self.status.to_owned(),
            self.first_at.to_string(),
            self.last_at.to_string(),
            self.total_links.to_string(),
            self.active_links.to_string(),
            self.workspace_connector_id.clone(),
        ]
    }
}

impl Provenance {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let database = global.open().await?;
        let tenant = database.operator.tenant(self.workspace).await?;
        let ledger = database.ledger();
        let noun = self.record.declaration().words.noun;
        let found = find(&ledger, tenant, self.record, &self.wanted).await?;
        let found = found.with_context(|| {
            let Self {
                workspace, wanted, ..
            } = &self;
            format!("the workspace {workspace} has no {noun} '{wanted}'")
        })?;
        let as_of = self.as_of.map(|at| Past::AsOf(at.last()));
        let answer = ledger
            .provenance(tenant, found.reference(), as_of)
            .await?
            .with_context(|| format!("the {noun} is gone"))?;
        let traces = answer.traces.iter();
        let views: Vec<_> = traces.map(|trace| View::new(trace, &answer)).collect();
        match global.output {
            Output::Text => print(&tree(&found, &views)?)?,
            Output::Json | Output::Csv => global.output.list(&views)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The record that `text` names, soft-deleted or not; the active one if several had the external id.
async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    text: &str,
) -> anyhow::Result<Option<Record>> {
    if let Ok(id) = text.parse::<RecordId>() {
        let found = ledger
            .record(tenant, kind.record(id), Deleted::Include)
            .await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let external_id = ExternalId::parse(text).context("ID")?;
    let newest = PageRequest {
        size: 1,
        order: Order::NewestFirst,
        created: Interval::default(),
        after: None,
        before: None,
    };
    for deleted in [Deleted::Exclude, Deleted::Only] {
        let filter = RecordFilter {
            external_id: Some(external_id.clone()),
            deleted,
        };
        let found = ledger.records(tenant, kind, &filter, newest);
        let found = found.await?.items.pop();
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The answer, as text for people.
fn tree(record: &Record, views: &[View]) -> io::Result<Vec<u8>> {
    let mut out = TabWriter::new(Vec::new());
    let name = record.display_name();
    let name = name.as_deref().unwrap_or("(no name)");
    write!(out, "{} ({}", Shown(name), record.id)?;
    if let Some(external_id) = &record.external_id {
        write!(out, ", {}", Shown(external_id))?;
    }
    let gone = if record.times.deleted_at.is_some() {
        ", deleted"
    } else {
        ""
    };
    writeln!(out, "{gone})")?;
    for (direction, title, stem, bend) in [
        (Direction::Input, "sourced from", '│', "├─"),
        (Direction::Output, "routed to", ' ', "└─"),
    ] {
        writeln!(out, "{bend} {title}")?;
        let of = views.iter().filter(|it| it.direction == direction.as_str());
        let of: Vec<_> = of.collect();
        for (place, view) in of.iter().enumerate() {
            let bend = if place + 1 == of.len() {
                "└─"
            } else {
                "├─"
            };
            writeln!(out, "{stem}  {bend} {}", line(view))?;
        }
        if of.is_empty() {
            writeln!(out, "{stem}  └─ nothing on record")?;
        }
    }
    out.into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}

fn line(view: &View) -> String {
    let minute = |at: Timestamp| at.to_string()[..16].replace('T', " ");
    let links = match view.total_links {
        1 => "1 link".to_owned(),
        many => format!("{many} links"),
    };
    let state = if view.active_links == 0 {
        "no longer".to_owned()
    } else {
        format!("{} active", view.active_links)
    };
    format!(
        "{}\t{}\t{} to {}\t{links}, {state}",
        Shown(&view.name),
        view.status,
        minute(view.first_at),
        minute(view.last_at)
    )
}

#[cfg(test)]
mod tests {
    use wellhead_core::record::Values;
    use wellhead_core::resource::Times;

    use super::*;

    fn view(direction: &'static str, name: &str, active_links: u64) -> View {
        View {
            direction,
            connector: name.to_lowercase(),
            name: name.to_owned(),
            status: "enabled",
            first_at: Timestamp::EPOCH,
            last_at: Timestamp::FIRST_MONDAY,
            total_links: 2,
            active_links,
            workspace_connector_id: String::new(),
        }
    }

    #[test]
    fn a_tree_can_be_read() {
        let person = Record {
            kind: Kind::People,
            id: nobody(),
            values: Values::from_texts(Kind::People, ["Ada"]).unwrap(),
            external_id: ExternalId::parse("E-1").ok(),
            times: Times {
                created_at: Timestamp::EPOCH,
                updated_at: None,
                deleted_at: None,
            },
        };
        let views = [view("input", "CRM", 2), view("input", "Mailer", 0)];
        let text = String::from_utf8(tree(&person, &views).unwrap()).unwrap();
        assert_eq!(
            text,
            "\
Ada (00000000-0000-0000-0000-000000000000, E-1)
├─ sourced from
│  ├─ CRM     enabled  1970-01-01 00:00 to 1970-01-05 00:00  2 links, 2 active
│  └─ Mailer  enabled  1970-01-01 00:00 to 1970-01-05 00:00  2 links, no longer
└─ routed to
   └─ nothing on record
"
        );
    }

    fn nobody() -> RecordId {
        "00000000-0000-0000-0000-000000000000".parse().unwrap()
    }
}
