//! Which records were one at a moment.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;

use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// The condition that the merge `m` held at `:as_of`.
const HELD: &str =
    "m.record = :kind AND m.created_at <= :as_of AND (m.undone_at IS NULL OR m.undone_at > :as_of)";

/// What the record was part of: the last, if that was merged, too.
pub(super) fn into(
    connection: &Connection,
    kind: Kind,
    record: i64,
    as_of: Timestamp,
) -> rusqlite::Result<Option<RecordId>> {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT p.{record_id} FROM merged_records r INDEXED BY idx_merged_records_record
        CROSS JOIN merges m ON m.pk = r.merge_pk
        CROSS JOIN {records} p ON p.pk = m.survivor_pk
        WHERE r.record_pk = :record AND {HELD} ORDER BY m.pk DESC LIMIT 1"
    );
    let values = named_params! {
        ":record": record, ":kind": kind.as_str(), ":as_of": as_of.as_micros(),
    };
    prepare(connection, &sql)?
        .query_row(values, |row| row::id(row, 0))
        .optional()
}

/// The records that were part of it, each with its `pk`.
pub(super) fn of(
    connection: &Connection,
    kind: Kind,
    record: i64,
    as_of: Timestamp,
) -> rusqlite::Result<BTreeMap<i64, RecordId>> {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "SELECT p.pk, p.{record_id} FROM merges m INDEXED BY idx_merges_survivor
        CROSS JOIN merged_records r ON r.merge_pk = m.pk
        CROSS JOIN {records} p ON p.pk = r.record_pk
        WHERE m.survivor_pk = :record AND {HELD}"
    );
    let values = named_params! {
        ":record": record, ":kind": kind.as_str(), ":as_of": as_of.as_micros(),
    };
    prepare(connection, &sql)?
        .query_map(values, |row| Ok((row.get(0)?, row::id(row, 1)?)))?
        .collect()
}
