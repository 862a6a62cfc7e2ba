use serde::Serialize;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::provenance::{Gap, Line, Provenance as Answer};
use wellhead_core::resource::ExternalId;
use wellhead_core::time::Timestamp;

use crate::output::Row;

/// A connector that sourced or consumed the record, or just has a name for it.
#[derive(Serialize)]
pub(super) struct View {
    /// None if it has no link.
    pub(super) direction: Option<&'static str>,
    pub(super) connector: String,
    pub(super) name: String,
    pub(super) status: &'static str,
    pub(super) known_as: Vec<String>,
    pub(super) first_at: Option<Timestamp>,
    pub(super) last_at: Option<Timestamp>,
    pub(super) total_links: u64,
    pub(super) active_links: u64,
    pub(super) workspace_connector_id: String,
    /// The activations, the oldest first.
    pub(super) connections: Vec<Connection>,
}

/// An activation of a connector, which may have been reconnected.
#[derive(Serialize)]
pub(super) struct Connection {
    pub(super) workspace_connector_id: String,
    pub(super) gap: Option<Apart>,
    pub(super) first_at: Option<Timestamp>,
    pub(super) last_at: Option<Timestamp>,
    pub(super) total_links: u64,
    pub(super) active_links: u64,
}

/// A time without a connection.
#[derive(Serialize)]
pub(super) struct Apart {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl View {
    /// Everything that `answer` tells.
    pub(super) fn all(answer: &Answer) -> Vec<Self> {
        let lines = answer.lines.iter().map(|line| Self::new(line, answer));
        let unlinked = answer
            .unlinked
            .iter()
            .map(|it| Self::named(it.workspace_connector, &it.known_as, answer));
        lines.chain(unlinked).collect()
    }

    fn new(line: &Line, answer: &Answer) -> Self {
        let trace = line.trace;
        let connections = line.connections.iter().map(|it| Connection {
            workspace_connector_id: it.workspace_connector.to_string(),
            gap: it.gap.map(|Gap { from, until }| Apart { from, until }),
            first_at: it.trace.map(|it| it.first),
            last_at: it.trace.map(|it| it.last),
            total_links: it.trace.map_or(0, |it| it.links),
            active_links: it.trace.map_or(0, |it| it.active),
        });
        Self {
            direction: Some(trace.direction.as_str()),
            first_at: Some(trace.first),
            last_at: Some(trace.last),
            total_links: trace.links,
            active_links: trace.active,
            connections: connections.collect(),
            ..Self::named(trace.workspace_connector, &line.known_as, answer)
        }
    }

    fn named(id: WorkspaceConnectorId, known_as: &[ExternalId], answer: &Answer) -> Self {
        let named = &answer.connectors[&id];
        Self {
            direction: None,
            connector: named.connector.slug.to_string(),
            name: named.connector.name.to_string(),
            status: named.workspace_connector.status.as_str(),
            known_as: known_as.iter().map(ToString::to_string).collect(),
            first_at: None,
            last_at: None,
            total_links: 0,
            active_links: 0,
            workspace_connector_id: id.to_string(),
            connections: Vec::new(),
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
        "known_as",
    ];

    fn cells(&self) -> Vec<String> {
        let at = |at: Option<Timestamp>| at.map(|it| it.to_string()).unwrap_or_default();
        vec![
            self.direction.unwrap_or_default().to_owned(),
            self.connector.clone(),
            self.name.clone(),
            self.status.to_owned(),
            at(self.first_at),
            at(self.last_at),
            self.total_links.to_string(),
            self.active_links.to_string(),
            self.workspace_connector_id.clone(),
            self.known_as.join(" "),
        ]
    }
}
