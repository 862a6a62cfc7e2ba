use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::record::{Kind, Record, RecordRef};
use wellhead_core::resource::Deleted;
use wellhead_core::source::{Held, Sources};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::row::{external_id, id, seen, times};
use crate::session::Session;
use crate::table::{HELD, RecordTable};
use crate::value::values;

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

/// Reads a row of the kind's columns, and then of [`HELD`].
pub(crate) fn read_held(row: &Row, kind: Kind) -> Result<Held, StoreError> {
    let record = record(row, kind)?;
    let behind = 5 + kind.fields().len();
    let made_by: Option<Uuid> = row.get(behind);
    let sources = Sources::new(made_by.map(Into::into), record.times.created_at);
    let sources = sources.with_stored(kind, row.get(behind + 1));
    let sources = sources.map_err(|error| StoreError::Failed(error.into()))?;
    Ok(Held { record, sources })
}

pub(super) async fn get(
    session: &Session,
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
    let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
    row.map(|row| self::record(&row, kind)).transpose()
}

/// The tenant's record, if it passes the filter, and who gave its values.
pub(super) async fn held(
    session: &Session,
    tenant: Tenant,
    record: RecordRef,
    deleted: Deleted,
) -> Result<Option<Held>, StoreError> {
    let RecordRef { kind, id } = record;
    let table = RecordTable::of(kind);
    let sql = format!(
        "SELECT {}, {HELD} FROM {} p WHERE p.workspace_pk = $1 AND p.{} = $2{}",
        table.columns,
        table.records,
        table.id,
        seen("p", deleted)
    );
    let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
    row.map(|row| read_held(&row, kind)).transpose()
}

/// The tenant's records that are among `ids`, active or not.
pub(super) async fn among(
    session: &Session,
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
    let rows = session.query(&sql, &[tenant.pk(), &ids]).await?;
    rows.iter().map(|row| record(row, kind)).collect()
}
