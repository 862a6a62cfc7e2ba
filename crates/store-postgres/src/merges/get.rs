use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::cause::Cause;
use wellhead_core::id::{JobId, RecordId};
use wellhead_core::identity::Merge;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::cause::cause;
use crate::row::{count as read_count, id as read_id, time, time_or_null};
use crate::session::Session;
use crate::slice::{limit, order_by};
use crate::table::RecordTable;

/// Selects merges `m` of a kind; [`merge`] reads a row.
pub(super) fn select(kind: Kind) -> String {
    let RecordTable { records, id, .. } = RecordTable::of(kind);
    format!(
        "SELECT m.merge_id, (SELECT p.{id} FROM {records} p WHERE p.pk = m.survivor_pk), \
           ARRAY(SELECT p.{id} FROM core_api.merged_records r JOIN {records} p ON p.pk = r.record_pk \
             WHERE r.merge_pk = m.pk AND r.through_pk IS NULL), \
           m.created_at, m.created_as::text, m.created_by, m.moved_at, m.undone_at, m.undone_as::text, m.undone_by, \
           m.pk, m.survivor_pk, m.last_link_pk \
         FROM core_api.merges m WHERE m.workspace_pk = $1 AND m.record = '{kind}'"
    )
}

/// Reads a row of [`select`].
pub(super) fn merge(row: &Row, kind: Kind) -> Result<Merge, StoreError> {
    let others: Vec<Uuid> = row.get(2);
    Ok(Merge {
        id: read_id(row, 0),
        kind,
        survivor: read_id(row, 1),
        others: others.into_iter().map(RecordId::new).collect(),
        created_at: time(row, 3),
        created: cause(row, 4)?.unwrap_or(Cause::Operator),
        moved_at: time_or_null(row, 6),
        undone_at: time_or_null(row, 7),
        undone: cause(row, 8)?,
    })
}

pub(super) async fn get(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    id: JobId,
) -> Result<Option<Merge>, StoreError> {
    let sql = format!("{} AND m.merge_id = $2", select(kind));
    let row = session.query_opt(&sql, &[tenant.pk(), &id.uuid()]).await?;
    row.map(|row| merge(&row, kind)).transpose()
}

pub(super) async fn list(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    slice: Slice,
) -> Result<Vec<Merge>, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let within = arguments.within("m", "created_at", "merge_id", slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("m", "created_at", "merge_id", slice.order);
    let sql = format!("{}{within} {order} LIMIT {limit}", select(kind));
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    rows.iter().map(|row| merge(row, kind)).collect()
}

pub(super) async fn count(
    session: &Session,
    tenant: Tenant,
    kind: Kind,
    created: Interval,
) -> Result<u64, StoreError> {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    let within = arguments.within("m", "created_at", "merge_id", created);
    let sql = format!(
        "SELECT count(*) FROM core_api.merges m WHERE m.workspace_pk = $1 AND m.record = '{kind}'{within}"
    );
    let row = session.query_opt(&sql, &arguments.as_parameters()).await?;
    Ok(row.map_or(0, |row| read_count(&row, 0)))
}

pub(super) async fn survivor(
    session: &Session,
    tenant: Tenant,
    record: RecordRef,
) -> Result<Option<RecordId>, StoreError> {
    let sql = survivor_of(record.kind);
    let parameters: crate::session::Parameters<'_> = &[tenant.pk(), &record.id.uuid()];
    let row = session.query_opt(&sql, parameters).await?;
    Ok(row.map(|row| read_id(&row, 0)))
}

/// The statement that finds the survivor of the record `$2` of the workspace `$1`.
pub(super) fn survivor_of(kind: Kind) -> String {
    let RecordTable { records, id, .. } = RecordTable::of(kind);
    format!(
        "SELECT s.{id} FROM {records} p JOIN {records} s ON s.pk = p.survivor_pk \
         WHERE p.workspace_pk = $1 AND p.{id} = $2"
    )
}
