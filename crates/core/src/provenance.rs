//! Where records came from and where they went, derived from their links.
//!
//! Use this for the whole story of one record, or for the overall picture of a workspace. For the links themselves,
//! page by page, use [`Ledger::links`].

mod flows;
mod line;

pub use flows::FLOWING;
pub(crate) use line::chains;
pub use line::{Acquaintance, Connection, Gap, Line};

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ConnectorId, WorkspaceConnectorId};
use crate::ledger::Ledger;
use crate::record::RecordRef;
use crate::resource::{Connector, Flows, Past, Reach, Story, WorkspaceConnector};
use crate::store::StoreError;
use crate::tenant::Tenant;

/// An activation and its definition, which has the name, as both are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedConnector {
    /// The activation, soft-deleted or not.
    pub workspace_connector: WorkspaceConnector,
    /// Its definition.
    pub connector: Connector,
}

/// The connectors mentioned in an answer.
pub type NamedConnectors = BTreeMap<WorkspaceConnectorId, NamedConnector>;

/// Which connectors sourced and which consumed one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Each connector once per direction, however often it was reconnected: sources before destinations, each group from
    /// oldest to newest.
    pub lines: Vec<Line>,
    /// The connectors that have a name for it, and no link.
    pub unlinked: Vec<Acquaintance>,
    /// The connectors it mentions.
    pub connectors: NamedConnectors,
}

/// The ways that a workspace's records went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowPicture {
    /// The numbers.
    pub flows: Flows,
    /// What they are of.
    pub reach: Reach,
    /// How many sources and destinations there are, of which it may have only the largest.
    pub sides: [usize; 2],
    /// The connectors it mentions.
    pub connectors: NamedConnectors,
}

impl Ledger {
    /// Where one record came from and where it went, in the past or now; `None` if the workspace has no such record.
    /// Soft-deleted records are included, because people ask where somebody's data went mostly after deleting it.
    ///
    /// An answer about the past goes by the states that the links had then, whatever became of them, and by the names
    /// that the record had then, whatever it was merged with since. Only connectors have their present name and status.
    ///
    /// The cost grows with the links, names and merges of the record, and with how often its connectors were reconnected.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn provenance(
        &self,
        tenant: Tenant,
        record: RecordRef,
        past: Option<Past>,
    ) -> Result<Option<Provenance>, StoreError> {
        let found = self.store().provenance_get(tenant, record, past);
        let Some(story) = found.await? else {
            return Ok(None);
        };
        let Story { traces, names } = &story;
        let ids = traces.iter().map(|trace| trace.workspace_connector);
        let ids = ids.chain(names.iter().map(|name| name.workspace_connector));
        let connectors = self.named_lines(tenant, &ids.collect()).await?;
        let (lines, unlinked) = line::lines(story, &connectors, past.map(Past::end));
        Ok(Some(Provenance {
            lines,
            unlinked,
            connectors,
        }))
    }

    /// The activations of the line of `id`, each of which continues the one before: just this one, if it was never
    /// reconnected. None if there is no such activation.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connections(
        &self,
        tenant: Tenant,
        id: WorkspaceConnectorId,
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let ids = [id];
        let found = self.store().workspace_connector_lines(tenant, &ids);
        let found = found.await?;
        let chain = line::chains(found.iter()).pop().unwrap_or_default();
        Ok(chain.into_iter().cloned().collect())
    }

    /// The names of the workspace connectors `ids`, including soft-deleted ones.
    ///
    /// # Errors
    /// If one is missing, or the store fails.
    pub async fn named(
        &self,
        tenant: Tenant,
        ids: BTreeSet<WorkspaceConnectorId>,
    ) -> Result<NamedConnectors, StoreError> {
        let ids: Vec<_> = ids.into_iter().collect();
        let activations = self.workspace_connectors_found(tenant, &ids).await?;
        let named = self.with_names(tenant, activations).await?;
        all_named(&ids, &named)?;
        Ok(named)
    }

    /// The workspace connectors `ids` and all of their lines, including soft-deleted ones.
    pub(crate) async fn named_lines(
        &self,
        tenant: Tenant,
        ids: &BTreeSet<WorkspaceConnectorId>,
    ) -> Result<NamedConnectors, StoreError> {
        let ids: Vec<_> = ids.iter().copied().collect();
        let activations = self.store().workspace_connector_lines(tenant, &ids);
        let named = self.with_names(tenant, activations.await?).await?;
        all_named(&ids, &named)?;
        Ok(named)
    }

    /// Activations with their definitions.
    async fn with_names(
        &self,
        tenant: Tenant,
        activations: Vec<WorkspaceConnector>,
    ) -> Result<NamedConnectors, StoreError> {
        let of: BTreeSet<_> = activations.iter().map(|it| it.connector).collect();
        let of: Vec<_> = of.into_iter().collect();
        let definitions = self.connectors_found(tenant, &of).await?;
        let definitions: BTreeMap<ConnectorId, Connector> =
            definitions.into_iter().map(|it| (it.id, it)).collect();
        let named = activations.into_iter().filter_map(|workspace_connector| {
            let id = workspace_connector.id;
            let connector = definitions.get(&workspace_connector.connector)?.clone();
            let named = NamedConnector {
                workspace_connector,
                connector,
            };
            Some((id, named))
        });
        Ok(named.collect())
    }
}

/// Connectors are soft-deleted and never removed, so callers may rely on each name.
fn all_named(ids: &[WorkspaceConnectorId], named: &NamedConnectors) -> Result<(), StoreError> {
    if ids.iter().all(|id| named.contains_key(id)) {
        Ok(())
    } else {
        Err(StoreError::Failed("a link's connector is gone".into()))
    }
}
