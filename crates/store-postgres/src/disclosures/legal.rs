//! What was recorded of who is behind connectors.

use std::collections::BTreeMap;

use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::{ConnectorId, WorkspaceConnectorId};
use wellhead_core::privacy::{LegalEntity, LegalState};
use wellhead_core::resource::WorkspaceConnector;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, id as read_id, legal, time};
use crate::session::{Parameters, Session};
use crate::writer::Writer;

/// The parameter for an entity as it is stored; `$n` is its place.
pub(crate) const STORED: &str = "::text::jsonb";

impl Writer<'_> {
    /// Keeps what the command says of the activation, which it has just changed and so holds: `entity` from its
    /// `updated_at` on. Nothing, if it says nothing new.
    pub(crate) async fn legal_note(
        &self,
        activation: WorkspaceConnector,
        entity: LegalEntity,
    ) -> Result<WorkspaceConnector, Refused> {
        if entity == activation.legal {
            return Ok(activation);
        }
        let sql = format!(
            "WITH changed AS ( \
               UPDATE core_api.workspace_connectors SET legal = $3{STORED} \
               WHERE workspace_pk = $1 AND workspace_connector_id = $2 RETURNING pk) \
             INSERT INTO core_api.workspace_connector_legal_states \
               (workspace_connector_pk, since, legal, changed_as, changed_by) \
             SELECT pk, $4, $3{STORED}, '{}', $5 FROM changed",
            self.by.kind()
        );
        let times = activation.times;
        let since = At(times.updated_at.unwrap_or(times.created_at));
        let parameters: Parameters<'_> = &[
            self.tenant.pk(),
            &activation.id.uuid(),
            &entity.stored(),
            &since,
            &self.by.id(),
        ];
        self.execute(&sql, parameters).await?;
        Ok(WorkspaceConnector {
            legal: entity,
            ..activation
        })
    }
}

pub(super) async fn of_definitions(
    session: &Session,
    ids: &[ConnectorId],
    until: Timestamp,
) -> Result<BTreeMap<ConnectorId, Vec<LegalState>>, StoreError> {
    let sql = "SELECT c.connector_id, s.since, s.legal::text FROM core_api.connectors c \
               JOIN core_api.connector_legal_states s ON s.connector_pk = c.pk AND s.since <= $2 \
               WHERE c.connector_id = ANY ($1) ORDER BY s.since";
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    by_id(&session.query(sql, &[&ids, &At(until)]).await?)
}

pub(super) async fn of_activations(
    session: &Session,
    tenant: Tenant,
    ids: &[WorkspaceConnectorId],
    until: Timestamp,
) -> Result<BTreeMap<WorkspaceConnectorId, Vec<LegalState>>, StoreError> {
    let sql = "SELECT w.workspace_connector_id, s.since, s.legal::text FROM core_api.workspace_connectors w \
               JOIN core_api.workspace_connector_legal_states s \
                 ON s.workspace_connector_pk = w.pk AND s.since <= $3 \
               WHERE w.workspace_pk = $1 AND w.workspace_connector_id = ANY ($2) ORDER BY s.since";
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let parameters: Parameters<'_> = &[tenant.pk(), &ids, &At(until)];
    by_id(&session.query(sql, parameters).await?)
}

fn by_id<T: From<Uuid> + Ord>(rows: &[Row]) -> Result<BTreeMap<T, Vec<LegalState>>, StoreError> {
    let mut states: BTreeMap<T, Vec<LegalState>> = BTreeMap::new();
    for row in rows {
        let state = LegalState {
            since: time(row, 1),
            entity: legal(row, 2)?,
        };
        states.entry(read_id(row, 0)).or_default().push(state);
    }
    Ok(states)
}
