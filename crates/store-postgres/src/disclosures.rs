//! What disclosure reports are made of.

mod legal;
mod stretches;
mod subject;

pub(crate) use legal::STORED;

use async_trait::async_trait;
use futures_util::future::{try_join, try_join3};
use wellhead_core::id::{ConnectorId, WorkspaceConnectorId};
use wellhead_core::privacy::{Asked, Disclosed, LegalStates};
use wellhead_core::record::RecordRef;
use wellhead_core::resource::Past;
use wellhead_core::store::{DisclosureStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::provenance;

#[async_trait]
impl DisclosureStore for PostgresStore {
    async fn disclosure_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        asked: Asked,
    ) -> Result<Option<Disclosed>, StoreError> {
        let session = self.long_session(tenant).await?;
        let past = Past::AsOf(asked.as_of);
        let subject = subject::subject(&session, tenant, record, asked.as_of);
        let stretches = stretches::stretches(&session, tenant, record, asked);
        let names = provenance::names_then(&session, tenant, record, past);
        let (subject, stretches, names) = Box::pin(try_join3(subject, stretches, names)).await?;
        Ok(subject.map(|subject| match subject.merged_into {
            Some(_) => subject,
            None => Disclosed {
                stretches,
                names,
                ..subject
            },
        }))
    }

    async fn legal_states(
        &self,
        tenant: Tenant,
        connectors: &[ConnectorId],
        workspace_connectors: &[WorkspaceConnectorId],
        until: Timestamp,
    ) -> Result<LegalStates, StoreError> {
        let session = self.long_session(tenant).await?;
        let general = legal::of_definitions(&session, connectors, until);
        let own = legal::of_activations(&session, tenant, workspace_connectors, until);
        let (connectors, workspace_connectors) = try_join(general, own).await?;
        Ok(LegalStates {
            connectors,
            workspace_connectors,
        })
    }
}
