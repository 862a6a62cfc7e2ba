mod flows;
mod fold;
mod kept;
mod names;
mod past;
mod paths;

pub(crate) use fold::{Sums, fold_of, misled};
pub(crate) use names::then as names_then;

use async_trait::async_trait;
use rusqlite::{Connection, Row, named_params};
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::{Deleted, FlowCount, Flows, Past, Story, Trace};
use wellhead_core::store::{ProvenanceStore, StoreError};
use wellhead_core::tenant::Tenant;
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
        past: Option<Past>,
    ) -> Result<Option<Story>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                get(connection, tenant, record, past)
            })
            .await
    }

    async fn flow_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        deleted: Deleted,
        most: u64,
    ) -> Result<FlowCount, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                kept::count(connection, tenant, kind, deleted, most)
            })
            .await
    }

    async fn flow_count_within(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
    ) -> Result<Flows, StoreError> {
        self.pool
            .read_long(tenant, move |connection| {
                flows::count(connection, tenant, kind, created, deleted)
            })
            .await
    }
}

fn get(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
    past: Option<Past>,
) -> rusqlite::Result<Option<Story>> {
    let RecordRef { kind, id } = record;
    let snapshot = connection.unchecked_transaction()?;
    let Some(record) = ends::record(&snapshot, tenant, kind, id)? else {
        return Ok(None);
    };
    let record = record.pk;
    let (traces, names) = match past {
        None => (
            traces(&snapshot, tenant, kind, record)?,
            names::now(&snapshot, tenant, kind, record)?,
        ),
        Some(past) => (
            past::traces(&snapshot, tenant, kind, record, past)?,
            names::then(&snapshot, tenant, kind, record, past)?,
        ),
    };
    Ok(Some(Story { traces, names }))
}

/// The links as they are now.
fn traces(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    record: i64,
) -> rusqlite::Result<Vec<Trace>> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT w.workspace_connector_id, l.direction, min(l.created_at),
            max(coalesce(l.seen_at, iif(l.deleted_at IS NULL, l.updated_at, NULL), l.created_at)),
            count(*), count(*) FILTER (WHERE l.deleted_at IS NULL)
        FROM {links} l INDEXED BY idx_{links}_record_created
        CROSS JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
        WHERE l.{record_pk} = :record AND w.workspace_pk = :workspace
        GROUP BY w.pk, l.direction"
    );
    let values = named_params! { ":record": record, ":workspace": tenant.pk() };
    prepare(connection, &sql)?
        .query_map(values, trace)?
        .collect()
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
