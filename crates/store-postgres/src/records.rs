//! Records, of whichever kind: what differs is in [`RecordTable`].

mod create;
mod delete;
mod list;
mod search;
mod update;

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::{Kind, Record, RecordFilter, RecordRef, Search};
use wellhead_core::resource::Deleted;
use wellhead_core::store::{RecordStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::lane::Load;
use crate::row::{external_id, id, seen, times};
use crate::table::RecordTable;
use crate::value::values;

#[async_trait]
impl RecordStore for PostgresStore {
    async fn record_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Record>, StoreError> {
        let RecordRef { kind, id } = record;
        let table = RecordTable::of(kind);
        let sql = format!(
            "SELECT {} FROM {} p WHERE p.workspace_pk = $1 AND p.{} = $2{}",
            table.columns,
            table.records,
            table.id,
            seen("p", deleted)
        );
        let session = self.session(tenant).await?;
        let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
        row.map(|row| self::record(&row, kind)).transpose()
    }

    async fn record_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        slice: Slice,
    ) -> Result<Vec<Record>, StoreError> {
        let (sql, arguments) = list::slice(tenant, kind, filter, slice);
        let session = self.page_session(tenant, slice, Load::Page).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(|row| record(row, kind)).collect()
    }

    async fn record_find(
        &self,
        tenant: Tenant,
        kind: Kind,
        ids: &[RecordId],
    ) -> Result<Vec<Record>, StoreError> {
        let table = RecordTable::of(kind);
        let sql = format!(
            "SELECT {} FROM {} p WHERE p.workspace_pk = $1 AND p.{} = ANY ($2)",
            table.columns, table.records, table.id
        );
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
        rows.iter().map(|row| record(row, kind)).collect()
    }

    async fn record_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        created: Interval,
    ) -> Result<u64, StoreError> {
        let (sql, arguments) = list::count(tenant, kind, filter, created);
        let session = self.long_session(tenant).await?;
        session.count(&sql, &arguments.as_parameters()).await
    }

    async fn record_search(
        &self,
        tenant: Tenant,
        kind: Kind,
        search: &Search,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let (sql, arguments) = search::search(tenant, kind, search, limit);
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        let found: Result<Vec<_>, _> = rows.iter().map(|row| record(row, kind)).collect();
        let mut found = found?;
        found.sort_by_cached_key(Search::place);
        found.dedup_by_key(|record| record.id);
        Ok(found)
    }
}

/// Reads a row of the kind's [columns](RecordTable::columns).
pub(crate) fn record(row: &Row, kind: Kind) -> Result<Record, StoreError> {
    let behind = 1 + kind.fields().len();
    Ok(Record {
        kind,
        id: id(row, 0),
        values: values(row, 1, kind)?,
        external_id: external_id(row, behind),
        times: times(row, behind + 1),
    })
}
