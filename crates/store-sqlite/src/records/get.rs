use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::{Kind, Record, RecordRef};
use wellhead_core::resource::{Deleted, ExternalId};
use wellhead_core::source::{Held, Sources};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::statement::prepare;
use crate::table::RecordTable;
use crate::value::values;
use crate::{among, row};

/// Reads a row of the kind's [columns](RecordTable::columns).
pub(crate) fn record(row: &Row<'_>, kind: Kind) -> rusqlite::Result<Record> {
    let behind = 1 + kind.fields().len();
    Ok(Record {
        kind,
        id: row::id(row, 0)?,
        values: values(row, 1, kind)?,
        external_id: row::external_id(row, behind)?,
        times: row::times(row, behind + 1)?,
    })
}

/// Reads the same row with its `pk`.
fn stored(row: &Row<'_>, kind: Kind) -> rusqlite::Result<(i64, Record)> {
    Ok((row.get(5 + kind.fields().len())?, record(row, kind)?))
}

pub(super) fn get(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
    deleted: Deleted,
) -> rusqlite::Result<Option<Record>> {
    let found = find(connection, tenant, record)?.map(|(_, record)| record);
    Ok(found.filter(|record| row::seen(deleted, &record.times)))
}

/// The tenant's record, active or not, and its `pk`.
pub(crate) fn find(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
) -> rusqlite::Result<Option<(i64, Record)>> {
    let RecordRef { kind, id } = record;
    let table = RecordTable::of(kind);
    let sql = format!(
        "SELECT {} FROM {} WHERE workspace_pk = :workspace AND {} = :id",
        table.columns, table.records, table.id
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| stored(row, kind),
        )
        .optional()
}

/// The tenant's record, if it passes the filter, and who gave its values.
pub(super) fn held(
    connection: &Connection,
    tenant: Tenant,
    record: RecordRef,
    deleted: Deleted,
) -> rusqlite::Result<Option<Held>> {
    let table = RecordTable::of(record.kind);
    let sql = format!(
        "SELECT {}, source_id, sources FROM {} WHERE workspace_pk = :workspace AND {} = :id",
        table.columns, table.records, table.id
    );
    let values = named_params! { ":workspace": tenant.pk(), ":id": record.id.uuid() };
    let found = prepare(connection, &sql)?
        .query_row(values, |row| read_held(row, record.kind))
        .optional()?;
    Ok(found.filter(|held| row::seen(deleted, &held.record.times)))
}

/// The record `pk`, and who gave its values.
pub(crate) fn held_by_pk(connection: &Connection, kind: Kind, pk: i64) -> rusqlite::Result<Held> {
    let table = RecordTable::of(kind);
    let sql = format!(
        "SELECT {}, source_id, sources FROM {} WHERE pk = :pk",
        table.columns, table.records
    );
    prepare(connection, &sql)?.query_row(named_params! { ":pk": pk }, |row| read_held(row, kind))
}

/// Reads a row of the kind's columns, and then of `source_id` and `sources`.
fn read_held(row: &Row<'_>, kind: Kind) -> rusqlite::Result<Held> {
    let record = record(row, kind)?;
    let behind = 6 + kind.fields().len();
    let made_by: Option<Uuid> = row.get(behind)?;
    let made_by = made_by.map(WorkspaceConnectorId::from);
    let stored = row.get::<_, Option<String>>(behind + 1)?;
    let sources =
        Sources::new(made_by, record.times.created_at).with_stored(kind, stored.as_deref());
    let sources = sources.map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(behind + 1, Type::Text, error.into())
    })?;
    Ok(Held { record, sources })
}

/// The tenant's records that are among `ids`, active or not.
pub(super) fn among(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    ids: &str,
) -> rusqlite::Result<Vec<Record>> {
    let table = RecordTable::of(kind);
    let sql = format!(
        "SELECT {} FROM {} WHERE workspace_pk = :workspace",
        table.columns,
        among::among(table.records, table.id)
    );
    prepare(connection, &sql)?
        .query_map(
            named_params! { ":workspace": tenant.pk(), ":ids": ids },
            |row| record(row, kind),
        )?
        .collect()
}

/// The tenant's active record that this external id means, and its `pk`. That of a merged record means its survivor.
pub(crate) fn by_external_id(
    connection: &Connection,
    tenant: Tenant,
    kind: Kind,
    external_id: &ExternalId,
) -> rusqlite::Result<Option<(i64, Record)>> {
    let table = RecordTable::of(kind);
    let sql = format!(
        "SELECT {columns} FROM {records} INDEXED BY idx_{records}_external
        WHERE workspace_pk = :workspace AND {key} = :external_id AND deleted_at IS NULL
        UNION ALL SELECT {columns} FROM {records} WHERE pk = (
            SELECT s.pk FROM {records} o INDEXED BY idx_{records}_merged
            CROSS JOIN {records} s ON s.pk = o.survivor_pk
            WHERE o.workspace_pk = :workspace AND o.{key} = :external_id AND o.survivor_pk IS NOT NULL
                AND s.deleted_at IS NULL
            LIMIT 1)
        LIMIT 1",
        key = table.external_id,
        columns = table.columns,
        records = table.records,
    );
    let values = named_params! { ":workspace": tenant.pk(), ":external_id": external_id.as_str() };
    prepare(connection, &sql)?
        .query_row(values, |row| stored(row, kind))
        .optional()
}
