use std::collections::BTreeMap;

use wellhead_core::cause::Cause;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::identity::name_key;
use wellhead_core::provenance::{NamedConnector, NamedConnectors};
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::{Deleted, Link};
use wellhead_core::store::StoreError;

use super::causes::Causes;
use super::session::Visitor;
use super::{Console, Trouble};

/// What a record is shown as: its name, or the best substitute.
pub(super) fn record(record: &Record) -> String {
    match (record.display_name(), &record.external_id) {
        (Some(name), _) => name,
        (None, Some(id)) => id.to_string(),
        (None, None) => record.id.to_string(),
    }
}

/// A connector of the visitor's workspace, soft-deleted or not.
pub(super) async fn connector(
    console: &Console,
    visitor: Visitor,
    id: &str,
) -> Result<NamedConnector, Trouble> {
    let id: WorkspaceConnectorId = id.parse().map_err(|_| Trouble::NotFound)?;
    let ledger = &console.app.ledger;
    let found = ledger.workspace_connector(visitor.tenant, id, Deleted::Include);
    let workspace_connector = found.await?.ok_or(Trouble::NotFound)?;
    let connector = ledger.connector(visitor.tenant, workspace_connector.connector);
    Ok(NamedConnector {
        connector: connector.await?.ok_or(Trouble::NotFound)?,
        workspace_connector,
    })
}

/// A connector's place in a list by name, whatever the case.
pub(super) fn order(named: &NamedConnector) -> (Option<String>, WorkspaceConnectorId) {
    let name = name_key(named.connector.name.as_str());
    (name, named.workspace_connector.id)
}

/// The URL of a connector's page.
pub(super) fn connector_url(named: &NamedConnector) -> String {
    format!("/console/connectors/{}", named.workspace_connector.id)
}

/// The records and connectors that a page's links refer to, and who ended them.
pub(super) struct Ends {
    pub(super) kind: Kind,
    pub(super) records: BTreeMap<RecordId, Record>,
    pub(super) connectors: NamedConnectors,
    pub(super) causes: Causes,
}

impl Ends {
    /// Looks up those of `links`, which are all of one kind.
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        kind: Kind,
        links: &[Link],
    ) -> Result<Self, StoreError> {
        let records = links.iter().map(|link| link.record);
        let connectors = links.iter().map(|link| link.workspace_connector);
        let causes = links.iter().filter_map(|link| link.causes.deleted);
        Self::found(console, visitor, kind, records, connectors, causes).await
    }

    /// Looks up these records, which are all of one kind, these connectors and these causes.
    pub(super) async fn found(
        console: &Console,
        visitor: Visitor,
        kind: Kind,
        records: impl Iterator<Item = RecordId>,
        connectors: impl Iterator<Item = WorkspaceConnectorId>,
        causes: impl Iterator<Item = Cause>,
    ) -> Result<Self, StoreError> {
        let ledger = &console.app.ledger;
        let mut ids: Vec<RecordId> = records.collect();
        ids.sort_unstable();
        ids.dedup();
        let connectors = connectors.collect();
        let causes: Vec<_> = causes.collect();
        let records = ledger.records_found(visitor.tenant, kind, &ids).await?;
        Ok(Self {
            kind,
            records: records.into_iter().map(|it| (it.id, it)).collect(),
            connectors: ledger.named(visitor.tenant, connectors).await?,
            causes: Causes::of(console, visitor, causes).await?,
        })
    }
}
