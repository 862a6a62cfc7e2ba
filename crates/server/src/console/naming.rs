use std::collections::BTreeMap;

use wellhead_core::id::RecordId;
use wellhead_core::provenance::{NamedConnector, NamedConnectors};
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::Link;
use wellhead_core::store::StoreError;

use super::Console;
use super::session::Visitor;

/// What a person is shown as: the full name, or whatever there is.
pub(super) fn person(person: &Record) -> String {
    match (person.display_name(), &person.external_id) {
        (Some(name), _) => name,
        (None, Some(id)) => id.to_string(),
        (None, None) => person.id.to_string(),
    }
}

/// Where a connector's page is.
pub(super) fn connector_url(named: &NamedConnector) -> String {
    format!("/console/connectors/{}", named.workspace_connector.id)
}

/// Whom a page's links are about.
pub(super) struct Ends {
    pub(super) people: BTreeMap<RecordId, Record>,
    pub(super) connectors: NamedConnectors,
}

impl Ends {
    /// The people and connectors of `links`.
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        links: &[Link],
    ) -> Result<Self, StoreError> {
        let ledger = &console.app.ledger;
        let mut ids: Vec<RecordId> = links.iter().map(|it| it.record).collect();
        ids.sort_unstable();
        ids.dedup();
        let people = ledger
            .records_found(visitor.tenant, Kind::People, &ids)
            .await?;
        let connectors = links.iter().map(|link| link.workspace_connector);
        Ok(Self {
            people: people.into_iter().map(|it| (it.id, it)).collect(),
            connectors: ledger.named(visitor.tenant, connectors.collect()).await?,
        })
    }
}
