use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::cause::Cause;
use wellhead_core::id::{JobId, RecallId};
use wellhead_core::privacy::{Recall, Reference};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::cause::cause;
use crate::row;
use crate::statement::prepare;

/// Selects recalls `r`; [`recall`] reads a row.
pub(super) const SELECT: &str =
    "SELECT r.recall_id, r.subject_right, r.record, r.record_id, r.reference, r.created_at,
        r.created_as, r.created_by, r.destroyed_at,
        (SELECT count(*) FROM recall_notifications n WHERE n.recall_pk = r.pk),
        (SELECT count(*) FROM recall_notifications n
            WHERE n.recall_pk = r.pk AND n.status IN ('pending', 'notified'))
    FROM recalls r";

pub(super) fn recall(row: &Row<'_>) -> rusqlite::Result<Recall> {
    let reference: Option<String> = row.get(4)?;
    Ok(Recall {
        id: row::id(row, 0)?,
        right: row::label(row, 1)?,
        record: RecordRef {
            kind: row::label(row, 2)?,
            id: row::id(row, 3)?,
        },
        reference: reference.map(Reference::from_stored),
        created_at: row::time(row, 5)?,
        created: cause(row, 6)?.unwrap_or(Cause::Operator),
        destroyed_at: row::time_or_null(row, 8)?,
        notifications: row::count(row, 9)?,
        open: row::count(row, 10)?,
    })
}

pub(super) fn get(
    connection: &Connection,
    tenant: Tenant,
    id: RecallId,
) -> rusqlite::Result<Option<Recall>> {
    let sql = format!("{SELECT} WHERE r.workspace_pk = :workspace AND r.recall_id = :id");
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            recall,
        )
        .optional()
}

/// An erasure, by the id of its job: its `pk`, its record, and whether what named it is destroyed.
pub(super) fn erasure(
    connection: &Connection,
    tenant: Tenant,
    id: JobId,
) -> rusqlite::Result<Option<(i64, Kind, i64, bool)>> {
    let sql = "SELECT pk, record, record_pk, destroyed_at IS NOT NULL FROM recalls
        WHERE workspace_pk = :workspace AND recall_id = :id AND subject_right = 'erasure'";
    prepare(connection, sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk(), ":id": id.uuid() },
            |row| Ok((row.get(0)?, row::label(row, 1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()
}

/// Whether the record was erased.
pub(crate) fn erased(connection: &Connection, kind: Kind, pk: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM recalls INDEXED BY idx_recalls_erased
        WHERE record = :record AND record_pk = :pk AND subject_right = 'erasure'";
    prepare(connection, sql)?.exists(named_params! { ":record": kind.as_str(), ":pk": pk })
}
