use std::collections::BTreeMap;

use wellhead_core::id::PersonId;
use wellhead_core::provenance::{NamedConnector, NamedConnectors};
use wellhead_core::resource::{Link, Person};
use wellhead_core::store::StoreError;

use super::Console;
use super::session::Visitor;

/// What a person is shown as: the full name, or whatever there is.
pub(super) fn person(person: &Person) -> String {
    let names = person.names.clone().completed();
    match (&names.full, &person.external_id) {
        (Some(name), _) => name.to_string(),
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
    pub(super) people: BTreeMap<PersonId, Person>,
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
        let mut ids: Vec<PersonId> = links.iter().map(|it| it.record.uuid().into()).collect();
        ids.sort_unstable();
        ids.dedup();
        let people = ledger.people_found(visitor.tenant, &ids).await?;
        let connectors = links.iter().map(|link| link.workspace_connector);
        Ok(Self {
            people: people.into_iter().map(|it| (it.id, it)).collect(),
            connectors: ledger.named(visitor.tenant, connectors.collect()).await?,
        })
    }
}
