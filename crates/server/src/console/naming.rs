use std::collections::BTreeMap;

use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::provenance::{NamedConnector, NamedConnectors};
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::{Deleted, Link};
use wellhead_core::store::StoreError;

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

/// The URL of a connector's page.
pub(super) fn connector_url(named: &NamedConnector) -> String {
    format!("/console/connectors/{}", named.workspace_connector.id)
}

/// The records and connectors that a page's links refer to.
pub(super) struct Ends {
    pub(super) kind: Kind,
    pub(super) records: BTreeMap<RecordId, Record>,
    pub(super) connectors: NamedConnectors,
}

impl Ends {
    /// Looks up the records and connectors of `links`, which are all of one kind.
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        kind: Kind,
        links: &[Link],
    ) -> Result<Self, StoreError> {
        let ledger = &console.app.ledger;
        let mut ids: Vec<RecordId> = links.iter().map(|it| it.record).collect();
        ids.sort_unstable();
        ids.dedup();
        let records = ledger.records_found(visitor.tenant, kind, &ids).await?;
        let connectors = links.iter().map(|link| link.workspace_connector);
        Ok(Self {
            kind,
            records: records.into_iter().map(|it| (it.id, it)).collect(),
            connectors: ledger.named(visitor.tenant, connectors.collect()).await?,
        })
    }
}
