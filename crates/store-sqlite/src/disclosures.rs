//! What disclosure reports are made of.

mod legal;
mod merged;
mod stretches;

pub(crate) use legal::{note_activation, note_definition};

use async_trait::async_trait;
use rusqlite::Connection;
use wellhead_core::id::{ConnectorId, WorkspaceConnectorId};
use wellhead_core::privacy::{Asked, Disclosed, LegalStates};
use wellhead_core::record::RecordRef;
use wellhead_core::resource::Past;
use wellhead_core::store::{DisclosureStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::{among, ends, provenance};

#[async_trait]
impl DisclosureStore for SqliteStore {
    async fn disclosure_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        asked: Asked,
    ) -> Result<Option<Disclosed>, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                get(connection, tenant, record, asked)
            })
            .await
    }

    async fn legal_states(
        &self,
        tenant: Tenant,
        connectors: &[ConnectorId],
        workspace_connectors: &[WorkspaceConnectorId],
        until: Timestamp,
    ) -> Result<LegalStates, StoreError> {
        let connectors = among::ids(connectors.iter().map(|id| id.uuid()));
        let activations = among::ids(workspace_connectors.iter().map(|id| id.uuid()));
        self.pool
            .read_long(tenant, move |connection| {
                Ok(LegalStates {
                    connectors: legal::of_definitions(connection, &connectors, until)?,
                    workspace_connectors: legal::of_activations(
                        connection,
                        tenant,
                        &activations,
                        until,
                    )?,
                })
            })
            .await
    }
}

fn get(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
    asked: Asked,
) -> rusqlite::Result<Option<Disclosed>> {
    let RecordRef { kind, id } = record;
    let snapshot = connection.unchecked_transaction()?;
    let Some(record) = ends::record(&snapshot, tenant, kind, id)? else {
        return Ok(None);
    };
    let merged_into = merged::into(&snapshot, kind, record.pk, asked.as_of)?;
    if merged_into.is_some() {
        return Ok(Some(Disclosed {
            merged_into,
            ..Disclosed::default()
        }));
    }
    let merged = merged::of(&snapshot, kind, record.pk, asked.as_of)?;
    let all = merged.keys().copied().chain([record.pk]);
    let past = Past::AsOf(asked.as_of);
    Ok(Some(Disclosed {
        merged_into,
        stretches: stretches::stretches(&snapshot, tenant, kind, all, asked)?,
        names: provenance::names_then(&snapshot, tenant, kind, record.pk, past)?,
        merged: merged.into_values().collect(),
    }))
}
