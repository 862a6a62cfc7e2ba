use async_trait::async_trait;

use super::StoreError;
use crate::id::{ConnectorId, WorkspaceConnectorId};
use crate::privacy::{Asked, Disclosed, LegalStates};
use crate::record::RecordRef;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Tells what a disclosure report is made of.
#[async_trait]
pub trait DisclosureStore: Send + Sync {
    /// The disclosures of one record by what the ledger knew at `asked.as_of`, and what connectors called it then, through
    /// merges and what undid them. Returns `None` if there is no such record, active or soft-deleted.
    ///
    /// A link counts if it was made before `asked.to`, and had not ended by `asked.from`. One that ended and was restored
    /// counts as having lasted. The links and names of the records that were part of it at that moment are its own. The cost
    /// grows with its links, identities and merges.
    ///
    /// # Errors
    /// When the store fails.
    async fn disclosure_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        asked: Asked,
    ) -> Result<Option<Disclosed>, StoreError>;

    /// What was recorded of who is behind these definitions, and these activations of the tenant's, by the moment `until`,
    /// the oldest state of each first. The states of one have different times.
    ///
    /// # Errors
    /// When the store fails.
    async fn legal_states(
        &self,
        tenant: Tenant,
        connectors: &[ConnectorId],
        workspace_connectors: &[WorkspaceConnectorId],
        until: Timestamp,
    ) -> Result<LegalStates, StoreError>;
}
