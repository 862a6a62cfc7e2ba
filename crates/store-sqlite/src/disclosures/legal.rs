//! What was recorded of who is behind connectors.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;
use wellhead_core::cause::{Cause, CauseKind};
use wellhead_core::id::{ConnectorId, WorkspaceConnectorId};
use wellhead_core::privacy::{LegalEntity, LegalState};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::among::among;
use crate::change::Change;
use crate::row;
use crate::statement::prepare;

/// Keeps what an operator says of the definition `pk`.
pub(crate) fn note_definition(
    connection: &Connection,
    pk: i64,
    since: Timestamp,
    entity: &LegalEntity,
) -> rusqlite::Result<()> {
    let by = (CauseKind::Operator, None);
    note(connection, "connector", pk, since, entity, by)
}

/// Keeps what the change says of the activation `pk`.
pub(crate) fn note_activation(
    change: &Change<'_>,
    pk: i64,
    since: Timestamp,
    entity: &LegalEntity,
) -> rusqlite::Result<()> {
    let Change { connection, by, .. } = change;
    let by = (by.kind(), Cause::id(*by));
    note(connection, "workspace_connector", pk, since, entity, by)
}

fn note(
    connection: &Connection,
    of: &str,
    pk: i64,
    since: Timestamp,
    entity: &LegalEntity,
    (kind, id): (CauseKind, Option<Uuid>),
) -> rusqlite::Result<()> {
    let values = named_params! { ":pk": pk, ":legal": entity.stored() };
    prepare(
        connection,
        &format!("UPDATE {of}s SET legal = :legal WHERE pk = :pk"),
    )?
    .execute(values)?;
    let sql = format!(
        "INSERT INTO {of}_legal_states ({of}_pk, since, legal, changed_as, changed_by)
        VALUES (:pk, :since, :legal, :as, :by)"
    );
    prepare(connection, &sql)?.execute(named_params! {
        ":pk": pk,
        ":since": since.as_micros(),
        ":legal": entity.stored(),
        ":as": kind.as_str(),
        ":by": id,
    })?;
    Ok(())
}

pub(super) fn of_definitions(
    connection: &Connection,
    ids: &str,
    until: Timestamp,
) -> rusqlite::Result<BTreeMap<ConnectorId, Vec<LegalState>>> {
    let sql = format!(
        "SELECT c.connector_id, s.since, s.legal FROM (SELECT pk, connector_id FROM {}) c
        CROSS JOIN connector_legal_states s ON s.connector_pk = c.pk
        WHERE s.since <= :until ORDER BY s.since",
        among(
            "connectors INDEXED BY sqlite_autoindex_connectors_1",
            "connector_id"
        )
    );
    let values = named_params! { ":ids": ids, ":until": until.as_micros() };
    by_id(prepare(connection, &sql)?.query_map(values, state)?)
}

pub(super) fn of_activations(
    connection: &Connection,
    tenant: Tenant,
    ids: &str,
    until: Timestamp,
) -> rusqlite::Result<BTreeMap<WorkspaceConnectorId, Vec<LegalState>>> {
    let sql = format!(
        "SELECT w.workspace_connector_id, s.since, s.legal
        FROM (SELECT pk, workspace_connector_id FROM {} WHERE workspace_pk = :workspace) w
        CROSS JOIN workspace_connector_legal_states s ON s.workspace_connector_pk = w.pk
        WHERE s.since <= :until ORDER BY s.since",
        among("workspace_connectors", "workspace_connector_id")
    );
    let values = named_params! {
        ":ids": ids, ":until": until.as_micros(), ":workspace": tenant.pk(),
    };
    by_id(prepare(connection, &sql)?.query_map(values, state)?)
}

fn state<T: From<Uuid>>(row: &Row<'_>) -> rusqlite::Result<(T, LegalState)> {
    let state = LegalState {
        since: row::time(row, 1)?,
        entity: row::legal(row, 2)?,
    };
    Ok((row::id(row, 0)?, state))
}

fn by_id<T: Ord>(
    rows: impl Iterator<Item = rusqlite::Result<(T, LegalState)>>,
) -> rusqlite::Result<BTreeMap<T, Vec<LegalState>>> {
    let mut states: BTreeMap<T, Vec<LegalState>> = BTreeMap::new();
    for row in rows {
        let (id, state) = row?;
        states.entry(id).or_default().push(state);
    }
    Ok(states)
}
