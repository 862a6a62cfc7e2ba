use rusqlite::{Connection, ToSql};
use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::privacy::{Recall, RecallFilter, SubjectRight};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::{SELECT, recall};
use crate::row;
use crate::slice::{Bounds, Parameters, first, limit, within};
use crate::statement::prepare;

/// A filter as SQL, and its values.
struct Condition {
    /// The index that leads to them.
    index: &'static str,
    sql: String,
    right: Option<&'static str>,
    record: Option<Uuid>,
}

impl Condition {
    fn of(filter: RecallFilter) -> Self {
        let mut sql = String::from("r.workspace_pk = :workspace");
        if filter.right.is_some() {
            sql += " AND r.subject_right = :right";
        }
        if filter.record.is_some() {
            sql += " AND r.record_id = :record";
        }
        Self {
            index: match filter.record {
                Some(_) => "idx_recalls_record",
                None => "idx_recalls_workspace_created",
            },
            sql,
            right: filter.right.map(SubjectRight::as_str),
            record: filter.record.map(RecordId::uuid),
        }
    }

    fn values<'a>(&'a self, tenant: &'a Tenant, bounds: &'a Bounds) -> Parameters<'a> {
        let mut values = bounds.values();
        values.push((":workspace", tenant.pk()));
        if let Some(right) = &self.right {
            values.push((":right", right as &dyn ToSql));
        }
        if let Some(record) = &self.record {
            values.push((":record", record));
        }
        values
    }
}

pub(super) fn list(
    connection: &Connection,
    tenant: Tenant,
    filter: RecallFilter,
    slice: Slice,
) -> rusqlite::Result<Vec<Recall>> {
    let condition = Condition::of(filter);
    let sql = format!(
        "{SELECT} INDEXED BY {} WHERE {} AND {} {}",
        condition.index,
        condition.sql,
        within("r.created_at", "r.recall_id"),
        first("r.created_at", "r.recall_id", slice.order)
    );
    let (bounds, limit) = (Bounds::from(slice.interval), limit(slice));
    let mut values = condition.values(&tenant, &bounds);
    values.push((":limit", &limit));
    prepare(connection, &sql)?
        .query_map(&values[..], recall)?
        .collect()
}

pub(super) fn count(
    connection: &Connection,
    tenant: Tenant,
    filter: RecallFilter,
    created: Interval,
) -> rusqlite::Result<u64> {
    let condition = Condition::of(filter);
    let sql = format!(
        "SELECT count(*) FROM recalls r INDEXED BY {} WHERE {} AND {}",
        condition.index,
        condition.sql,
        within("r.created_at", "r.recall_id")
    );
    let bounds = Bounds::from(created);
    let values = condition.values(&tenant, &bounds);
    prepare(connection, &sql)?.query_row(&values[..], |row| row::count(row, 0))
}
