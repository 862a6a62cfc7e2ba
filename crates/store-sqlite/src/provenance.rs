mod flows;
mod paths;

use async_trait::async_trait;
use rusqlite::{Connection, Row, named_params};
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::{Deleted, Flows, Trace};
use wellhead_core::store::{ProvenanceStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::SqliteStore;
use crate::statement::prepare;
use crate::table::LinkTable;
use crate::{ends, row};

#[async_trait]
impl ProvenanceStore for SqliteStore {
    async fn provenance_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        as_of: Option<Timestamp>,
    ) -> Result<Option<Vec<Trace>>, StoreError> {
        self.pool
            .read(move |connection| get(connection, tenant, record, as_of))
            .await
    }

    async fn flow_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
    ) -> Result<Flows, StoreError> {
        self.pool
            .read(move |connection| flows::count(connection, tenant, kind, created, deleted))
            .await
    }
}

fn get(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
    as_of: Option<Timestamp>,
) -> rusqlite::Result<Option<Vec<Trace>>> {
    let RecordRef { kind, id } = record;
    let snapshot = connection.unchecked_transaction()?;
    let Some(record) = ends::record(&snapshot, tenant, kind, id)? else {
        return Ok(None);
    };
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT w.workspace_connector_id, l.direction, min(l.created_at), max(l.created_at),
            count(*), count(*) FILTER (WHERE l.deleted_at IS NULL OR l.deleted_at > :as_of)
        FROM {links} l INDEXED BY idx_{links}_record_created
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{record_pk} = :record AND l.created_at <= :as_of AND w.workspace_pk = :workspace
        GROUP BY w.pk, l.direction"
    );
    let as_of = as_of.unwrap_or(Timestamp::MAX).as_micros();
    let values = named_params! { ":record": record.pk, ":as_of": as_of, ":workspace": tenant.pk() };
    let traces: rusqlite::Result<_> = prepare(&snapshot, &sql)?
        .query_map(values, trace)?
        .collect();
    traces.map(Some)
}

fn trace(row: &Row<'_>) -> rusqlite::Result<Trace> {
    Ok(Trace {
        workspace_connector: row::id(row, 0)?,
        direction: row::label(row, 1)?,
        first: row::time(row, 2)?,
        last: row::time(row, 3)?,
        links: row.get(4).map(i64::cast_unsigned)?,
        active: row.get(5).map(i64::cast_unsigned)?,
    })
}
