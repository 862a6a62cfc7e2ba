//! What connectors call a record, and called it in the past.

use futures_util::future::try_join;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::identity::Stay;
use wellhead_core::record::RecordRef;
use wellhead_core::resource::{ExternalId, KnownAs, Past};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::few::{OF_RECORD, Reach, of_record};
use crate::row::{At, time, time_or_null};
use crate::session::Session;
use crate::table::IdentityTable;

/// The names of a record; `None` if it is missing, or has more than `reach` allows.
pub(super) async fn names(
    session: &Session,
    tenant: Tenant,
    record: RecordRef,
    past: Option<Past>,
    reach: Reach,
) -> Result<Option<Vec<KnownAs>>, StoreError> {
    if let Some(past) = past {
        return names_then(session, tenant, record, past).await.map(Some);
    }
    let (sql, arguments) = now(tenant, record, reach);
    let rows = session.query(&sql, &arguments.as_parameters()).await?;
    let names = || rows.iter().filter_map(known_as).collect();
    Ok((!rows.is_empty()).then(names))
}

/// The names that a record had in the past.
pub(crate) async fn names_then(
    session: &Session,
    tenant: Tenant,
    record: RecordRef,
    past: Past,
) -> Result<Vec<KnownAs>, StoreError> {
    let (sql, arguments) = away(tenant, record);
    let parameters = arguments.as_parameters();
    let away = session.query(&sql, &parameters);
    let (sql, arguments) = then(tenant, record, past);
    let parameters = arguments.as_parameters();
    let (away, rows) = try_join(away, session.query(&sql, &parameters)).await?;
    let away: Vec<Stay> = away.iter().map(|row| stay(row, 0)).collect();
    let seen = |row: &&Row| stay(row, 2).and(stay(row, 4)).is_seen(&away, past);
    Ok(rows.iter().filter(seen).filter_map(known_as).collect())
}

/// The present names, or a row of nulls for a record without any. Those that ended with the record are still the deleted one's.
pub(super) fn now(tenant: Tenant, record: RecordRef, reach: Reach) -> (String, Arguments) {
    let IdentityTable {
        identities,
        record_pk,
        records,
        record_id,
        ..
    } = IdentityTable::of(record.kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.id.uuid());
    let sql = format!(
        "SELECT w.workspace_connector_id, i.external_id, i.created_at FROM {records} p \
         LEFT JOIN {identities} i ON i.{record_pk} = p.pk AND i.deleted_at IS NOT DISTINCT FROM p.deleted_at \
         LEFT JOIN core_api.workspace_connectors w ON w.pk = i.workspace_connector_pk AND w.workspace_pk = {workspace} \
         WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record}{few}",
        few = reach.condition(&of_record(identities, record_pk), OF_RECORD)
    );
    (sql, arguments)
}

/// The names that may have been the record's in the past: from the third column on, when each was one and ended, and when
/// it came to the record and went. A merge gave it those of the others, and whatever undid the merge took them away.
pub(super) fn then(tenant: Tenant, record: RecordRef, past: Past) -> (String, Arguments) {
    let kind = record.kind;
    let IdentityTable {
        identities,
        record_pk,
        records,
        record_id,
        ..
    } = IdentityTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.id.uuid());
    let beginning = arguments.bind(At(Timestamp::MIN));
    let ended = match past {
        Past::AsOf(_) => "nullif(i.deleted_at, asked.deleted_at)",
        Past::Within { .. } => "i.deleted_at",
    };
    // First whose names were the record's, and when; then who has those names now.
    let sql = format!(
        "WITH asked AS MATERIALIZED ( \
           SELECT p.pk, p.deleted_at FROM {records} p WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record}), \
         homes (pk, since, until) AS MATERIALIZED ( \
           SELECT asked.pk, {beginning}::timestamptz, NULL::timestamptz FROM asked \
           UNION ALL SELECT r.record_pk, m.created_at, m.undone_at FROM asked \
             JOIN core_api.merges m ON m.survivor_pk = asked.pk AND m.record = '{kind}' AND m.workspace_pk = {workspace} \
             JOIN core_api.merged_records r ON r.merge_pk = m.pk), \
         owners AS MATERIALIZED ( \
           SELECT DISTINCT coalesce(p.survivor_pk, p.pk) AS pk FROM homes JOIN {records} p ON p.pk = homes.pk) \
         SELECT w.workspace_connector_id, i.external_id, i.created_at, {ended}, h.since, h.until \
         FROM asked CROSS JOIN owners \
         JOIN {identities} i ON i.{record_pk} = owners.pk \
         JOIN homes h ON h.pk = coalesce(i.home_pk, i.{record_pk}) \
         JOIN core_api.workspace_connectors w ON w.pk = i.workspace_connector_pk AND w.workspace_pk = {workspace}"
    );
    (sql, arguments)
}

/// When the record was part of another one: then it had no names of its own.
pub(super) fn away(tenant: Tenant, record: RecordRef) -> (String, Arguments) {
    let kind = record.kind;
    let IdentityTable {
        records, record_id, ..
    } = IdentityTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.id.uuid());
    let sql = format!(
        "SELECT m.created_at, m.undone_at FROM {records} p \
         JOIN core_api.merged_records r ON r.record_pk = p.pk \
         JOIN core_api.merges m ON m.pk = r.merge_pk AND m.record = '{kind}' AND m.workspace_pk = {workspace} \
         WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record}"
    );
    (sql, arguments)
}

/// Reads a row of [`now`] or [`then`]; `None` for the nulls.
fn known_as(row: &Row) -> Option<KnownAs> {
    let connector: Uuid = row.get::<_, Option<_>>(0)?;
    Some(KnownAs {
        workspace_connector: connector.into(),
        external_id: ExternalId::from_stored(row.get(1)),
        since: time(row, 2),
    })
}

/// Reads when something began and ended, from this column on.
fn stay(row: &Row, first: usize) -> Stay {
    Stay {
        since: time(row, first),
        until: time_or_null(row, first + 1),
    }
}
