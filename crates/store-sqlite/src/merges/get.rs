use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;
use wellhead_core::cause::Cause;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, RecordId};
use wellhead_core::identity::{Merge, MergedInto};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::cause::cause;
use crate::row;
use crate::slice::{Bounds, first, limit, within};
use crate::statement::prepare;
use crate::table::RecordTable;

/// A merge as it is stored.
pub(super) struct StoredMerge {
    pub(super) pk: i64,
    pub(super) merge: Merge,
    /// The `pk` of the survivor.
    pub(super) survivor: i64,
    /// The newest link of its records when it was made.
    pub(super) last_link: i64,
}

/// Selects merges `m` of a kind; [`stored`] reads a row.
fn select(kind: Kind) -> String {
    let RecordTable { records, id, .. } = RecordTable::of(kind);
    format!(
        "SELECT m.merge_id, (SELECT p.{id} FROM {records} p WHERE p.pk = m.survivor_pk),
            m.created_at, m.created_as, m.created_by, m.moved_at, m.undone_at, m.undone_as, m.undone_by,
            m.pk, m.survivor_pk, m.last_link_pk
        FROM merges m"
    )
}

fn stored(connection: &Connection, row: &Row<'_>, kind: Kind) -> rusqlite::Result<StoredMerge> {
    let pk = row.get(9)?;
    let RecordTable { records, id, .. } = RecordTable::of(kind);
    let sql = format!(
        "SELECT p.{id} FROM merged_records r CROSS JOIN {records} p ON p.pk = r.record_pk
        WHERE r.merge_pk = :merge AND r.through_pk IS NULL"
    );
    let mut others = prepare(connection, &sql)?;
    let others = others.query_map(named_params! { ":merge": pk }, |row| row.get(0))?;
    let others: Vec<Uuid> = others.collect::<rusqlite::Result<_>>()?;
    Ok(StoredMerge {
        pk,
        merge: Merge {
            id: row::id(row, 0)?,
            kind,
            survivor: row::id(row, 1)?,
            others: others.into_iter().map(RecordId::new).collect(),
            created_at: row::time(row, 2)?,
            created: cause(row, 3)?.unwrap_or(Cause::Operator),
            moved_at: row::time_or_null(row, 5)?,
            undone_at: row::time_or_null(row, 6)?,
            undone: cause(row, 7)?,
        },
        survivor: row.get(10)?,
        last_link: row.get(11)?,
    })
}

/// The tenant's merge `id`.
pub(super) fn find(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    id: JobId,
) -> rusqlite::Result<Option<StoredMerge>> {
    let sql = format!(
        "{} WHERE m.workspace_pk = :workspace AND m.merge_id = :id AND m.record = :record",
        select(kind)
    );
    let values = named_params! {
        ":workspace": tenant.pk(), ":id": id.uuid(), ":record": kind.as_str(),
    };
    prepare(connection, &sql)?
        .query_row(values, |row| stored(connection, row, kind))
        .optional()
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    slice: Slice,
) -> rusqlite::Result<Vec<Merge>> {
    let snapshot = connection.unchecked_transaction()?;
    let sql = format!(
        "{} INDEXED BY idx_merges_workspace_record_created
        WHERE m.workspace_pk = :workspace AND m.record = :record AND {} {}",
        select(kind),
        within("m.created_at", "m.merge_id"),
        first("m.created_at", "m.merge_id", slice.order)
    );
    let (bounds, limit, record) = (Bounds::from(slice.interval), limit(slice), kind.as_str());
    let mut values = bounds.values();
    values.push((":workspace", tenant.pk()));
    values.push((":record", &record));
    values.push((":limit", &limit));
    prepare(&snapshot, &sql)?
        .query_map(&values[..], |row| {
            stored(&snapshot, row, kind).map(|it| it.merge)
        })?
        .collect()
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    created: Interval,
) -> rusqlite::Result<u64> {
    let sql = format!(
        "SELECT count(*) FROM merges m INDEXED BY idx_merges_workspace_record_created
        WHERE m.workspace_pk = :workspace AND m.record = :record AND {}",
        within("m.created_at", "m.merge_id")
    );
    let (bounds, record) = (Bounds::from(created), kind.as_str());
    let mut values = bounds.values();
    values.push((":workspace", tenant.pk()));
    values.push((":record", &record));
    prepare(connection, &sql)?.query_row(&values[..], |row| row::count(row, 0))
}

pub(super) fn survivor(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
) -> rusqlite::Result<Option<RecordId>> {
    let RecordTable { records, id, .. } = RecordTable::of(record.kind);
    let sql = format!(
        "SELECT s.{id} FROM {records} p CROSS JOIN {records} s ON s.pk = p.survivor_pk
        WHERE p.workspace_pk = :workspace AND p.{id} = :id"
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": record.id.uuid() },
            |row| row::id(row, 0),
        )
        .optional()
}

/// Why an active record is not there: it was merged, or there is none.
pub(crate) fn not_there(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
) -> rusqlite::Result<Rejection> {
    let merged = merged(connection, tenant, record)?;
    Ok(merged.unwrap_or(Rejection::RecordNotFound(record.kind)))
}

/// The refusal of a record that was merged; `None` if it was not.
pub(crate) fn merged(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
) -> rusqlite::Result<Option<Rejection>> {
    let into = survivor(connection, tenant, record)?;
    Ok(into.map(|into| Rejection::Merged(MergedInto { record, into })))
}
